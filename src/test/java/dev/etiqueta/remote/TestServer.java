package dev.etiqueta.remote;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A server of HTTP that answers what it was given, and remembers what it was asked. */
final class TestServer implements AutoCloseable {

    /** A request as it came: its path and query undecoded. */
    record Request(String method, String target, Headers headers) {

        String header(String name) {
            return headers.getFirst(name);
        }
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Answer otherwise = Answer.of(404, Map.of(), "no such thing");

    TestServer() throws IOException {
        this("http", HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private TestServer(String scheme, HttpServer server) {
        this.scheme = scheme;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** One that answers all requests alike. */
    static TestServer answering(Answer answer) throws IOException {
        return new TestServer().answer(answer);
    }

    static TestServer https(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new TestServer("https", server);
    }

    /** One that talks to nobody without a certificate. */
    static TestServer askingForCertificates(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters strict = getSSLContext().getDefaultSSLParameters();
                strict.setNeedClientAuth(true);
                parameters.setSSLParameters(strict);
            }
        });
        return new TestServer("https", server);
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers whatever else is asked for. */
    TestServer answer(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** Answers a path, query included; others are 404 unless told otherwise. */
    TestServer answer(String target, int status, Map<String, String> headers, String body) {
        answers.put(target, Answer.of(status, headers, body));
        return this;
    }

    TestServer answer(String target, String body) {
        return answer(target, 200, Map.of(), body);
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        Headers headers = new Headers();
        headers.putAll(exchange.getRequestHeaders());
        requests.add(new Request(exchange.getRequestMethod(), target, headers));
        exchange.getRequestBody().readAllBytes();
        try (exchange) {
            answers.getOrDefault(target, otherwise).send(exchange);
        }
    }
}
