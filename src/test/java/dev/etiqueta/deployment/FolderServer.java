package dev.etiqueta.deployment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server with the files of a folder: a DVC remote on loopback, which a test may disturb. */
final class FolderServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Disturbance disturbance = () -> 200;

    /** What happens before a file is sent. */
    @FunctionalInterface
    interface Disturbance {

        /** The status of the answer: only with 200 comes the file. */
        int before() throws InterruptedException;
    }

    FolderServer(Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(folder, exchange));
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    void disturb(Disturbance disturbance) {
        this.disturbance = disturbance;
    }

    void leaveAlone() {
        this.disturbance = () -> 200;
    }

    private void answer(Path folder, HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
        try (exchange) {
            int status = Files.isRegularFile(file) ? disturbance.before() : 404;
            if (status == 200) {
                byte[] content = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
                exchange.getResponseBody().write(content);
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
