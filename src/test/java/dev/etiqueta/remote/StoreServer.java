package dev.etiqueta.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** A store on this machine that gives one answer to all requests, and remembers them. */
final class StoreServer implements AutoCloseable {

    /** What it was asked. */
    record Request(String uri, UnaryOperator<String> header) {}

    /** What it does with a request. */
    interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private StoreServer(HttpServer server, Answer answer) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(new Request(exchange.getRequestURI().toString(), name -> exchange.getRequestHeaders()
                    .getFirst(name)));
            try (exchange) {
                answer.send(exchange);
            }
        });
        server.start();
    }

    static StoreServer answering(Answer answer) throws IOException {
        return new StoreServer(HttpServer.create(local(), 0), answer);
    }

    static StoreServer answering(SSLContext tls, Answer answer) throws IOException {
        HttpsServer server = HttpsServer.create(local(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new StoreServer(server, answer);
    }

    private static InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static Answer object(String content) {
        return exchange -> send(exchange, 200, content);
    }

    /** An object of which only the start arrives. */
    static Answer brokenObject(String start, int length) {
        return exchange -> {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(start.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    /** An object without an end, until no one reads on. */
    static Answer endless(CountDownLatch brokenOff) {
        return exchange -> {
            exchange.sendResponseHeaders(200, Long.MAX_VALUE);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                brokenOff.countDown();
            }
        };
    }

    /** An error as both S3 and Azure tell it. */
    static Answer error(int status, String code) {
        return exchange -> {
            exchange.getResponseHeaders().set("x-ms-error-code", code);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            send(
                    exchange,
                    status,
                    "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>no</Message></Error>".formatted(code));
        };
    }

    private static void send(HttpExchange exchange, int status, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return "%s://127.0.0.1:%d".formatted(scheme, server.getAddress().getPort());
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
