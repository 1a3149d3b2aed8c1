package dev.etiqueta.remote;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What a {@link TestServer} does with a request. */
@FunctionalInterface
interface Answer {

    void send(HttpExchange exchange) throws IOException;

    static Answer of(int status, Map<String, String> headers, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Answer object(String content) {
        return of(200, Map.of(), content);
    }

    /** An error as both S3 and Azure tell it. */
    static Answer error(int status, String code) {
        return of(
                status,
                Map.of("x-ms-error-code", code, "Content-Type", "application/xml"),
                "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>no</Message></Error>".formatted(code));
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
    static Answer endlessObject(CountDownLatch brokenOff) {
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

    /** Nothing, until the server is closed. */
    static Answer silence() {
        return exchange -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    default Answer then(Answer next) {
        return exchange -> {
            send(exchange);
            next.send(exchange);
        };
    }
}
