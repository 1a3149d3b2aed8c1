package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** A server of one repository over smart HTTP, which misbehaves when it is told to. */
final class GitHttpServer implements AutoCloseable {

    private final Repository repository;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong bytes = new AtomicLong();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private volatile int status = 200;
    private volatile @Nullable String redirect;
    private volatile @Nullable String login;
    private volatile boolean silent;
    private volatile boolean version2 = true;
    private volatile long packBytes = Long.MAX_VALUE;
    private volatile boolean hangsAfterwards;

    GitHttpServer(Repository repository) throws IOException {
        this.repository = repository;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/team/models.git";
    }

    int port() {
        return server.getAddress().getPort();
    }

    long bytes() {
        return bytes.get();
    }

    List<String> requests() {
        return requests;
    }

    /** The values of the header that carries credentials, of all requests that had one. */
    List<String> authorizations() {
        return authorizations;
    }

    void answers(int code) {
        status = code;
    }

    void redirectsTo(String url) {
        status = 302;
        redirect = url;
    }

    void asksFor(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    void isSilent() {
        silent = true;
    }

    void speaksTheFirstVersionOnly() {
        version2 = false;
    }

    /** Sends the beginning of each pack, and then either closes the connection or keeps it open. */
    void cutsPacksAfter(long length, boolean hangs) {
        packBytes = length;
        hangsAfterwards = hangs;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                authorizations.add(authorization);
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            bytes.addAndGet(body.length);
            if (silent) {
                await();
            } else if (login != null && !login.equals(authorization)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (status != 200) {
                if (redirect != null) {
                    exchange.getResponseHeaders().set("Location", redirect);
                }
                exchange.sendResponseHeaders(status, -1);
            } else {
                serve(exchange, body);
            }
        }
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, byte[] body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean advertisement = exchange.getRequestMethod().equals("GET");
        UploadPack uploadPack = new UploadPack(repository);
        uploadPack.setBiDirectionalPipe(false);
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        if (version2 && protocol != null) {
            uploadPack.setExtraParameters(List.of(protocol));
        }
        if (advertisement) {
            uploadPack.sendAdvertisedRefs(
                    new RefAdvertiser.PacketLineOutRefAdvertiser(new PacketLineOut(answer)), "git-upload-pack");
        } else {
            upload(uploadPack, input(exchange, body), answer);
        }
        exchange.getResponseHeaders()
                .set("Content-Type", "application/x-git-upload-pack-" + (advertisement ? "advertisement" : "result"));
        send(exchange, answer.toByteArray());
    }

    private static void upload(UploadPack uploadPack, InputStream request, OutputStream answer) {
        try {
            uploadPack.upload(request, answer, null);
        } catch (IOException e) {
            // The answer tells the client, as git's own server has it.
        }
    }

    private static InputStream input(HttpExchange exchange, byte[] body) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding")) ? new GZIPInputStream(in) : in;
    }

    private void send(HttpExchange exchange, byte[] answer) throws IOException {
        exchange.sendResponseHeaders(200, answer.length);
        int length = (int) Math.min(answer.length, packBytes);
        OutputStream out = exchange.getResponseBody();
        out.write(answer, 0, length);
        out.flush();
        bytes.addAndGet(length);
        if (length < answer.length && hangsAfterwards) {
            await();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
