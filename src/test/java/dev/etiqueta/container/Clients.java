package dev.etiqueta.container;

import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients that send test digits over connections that they keep, each one after the other's answer. */
final class Clients {

    private final URI uri;
    private final int limit;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean leaving;

    /** Starts them; they end after {@code limit} requests, or when they are sent away. */
    Clients(URI uri, int clients, int limit) {
        this.uri = uri;
        this.limit = limit;
        threads = IntStream.range(0, clients)
                .mapToObj(i -> Thread.ofPlatform().daemon().start(this::sendAll))
                .toList();
    }

    void awaitAnswers(int count) {
        await().atMost(Duration.ofMinutes(1)).until(() -> answered() >= count);
    }

    /** Sends nothing more, as a load balancer that knows that the service is not ready. */
    void leave() {
        leaving = true;
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    int answered() {
        return answered.get();
    }

    /** What went wrong. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    private void sendAll() {
        // A client of its own is a connection of its own.
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = sent.getAndIncrement(); i < limit && !leaving; i = sent.getAndIncrement()) {
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(TestDigits.png(i % TestDigits.COUNT)))
                        .build();
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    answered.incrementAndGet();
                } else {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
