package dev.etiqueta.security;

import dev.etiqueta.server.ClientAddress;
import dev.etiqueta.server.Problems;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.ConcurrentLruCache;

/** Lets each client ask so often, and so many times at once: who he is decides, or where nobody knows, his address. */
public final class ClientLimits extends HttpFilter {

    /** After Spring Security's, which knows who asks. */
    public static final int ORDER = -50;

    /** Of whom something is remembered; then the one who has not asked for longest is forgotten. */
    private static final int MOST_CLIENTS = 10_000;

    private final int rate;
    private final int burst;
    private final int concurrency;
    private final ClientAddress addresses;
    private final List<String> probes;
    private final ConcurrentLruCache<String, Client> clients;

    /** What is known of a client. */
    private record Client(@Nullable Bucket bucket, AtomicInteger underWay) {}

    /**
     * Sets limits.
     *
     * @param rate requests of a client in a second, on average; 0 for any
     * @param burst requests that he may send without a pause
     * @param concurrency requests of a client at a time; 0 for any
     * @param probes the paths of the application below which there are no limits
     */
    public ClientLimits(int rate, int burst, int concurrency, ClientAddress addresses, List<String> probes) {
        this.rate = rate;
        this.burst = burst;
        this.concurrency = concurrency;
        this.addresses = addresses;
        this.probes = List.copyOf(probes);
        this.clients = new ConcurrentLruCache<>(MOST_CLIENTS, this::client);
    }

    private Client client(String name) {
        Bucket bucket = rate == 0
                ? null
                : Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1)))
                        .build();
        return new Client(bucket, new AtomicInteger());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (probes.stream().anyMatch(request.getServletPath()::startsWith)) {
            chain.doFilter(request, response);
            return;
        }
        String name = name(request);
        Client client = clients.get(name);
        if (client.bucket() != null) {
            ConsumptionProbe probe = client.bucket().tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                refuse(
                        request,
                        response,
                        seconds(probe.getNanosToWaitForRefill()),
                        "%s has asked more often than %d times a second".formatted(name, rate));
                return;
            }
        }
        try {
            if (client.underWay().incrementAndGet() > concurrency && concurrency > 0) {
                refuse(request, response, 1, "%s has %d requests under way".formatted(name, concurrency));
            } else {
                chain.doFilter(request, response);
            }
        } finally {
            client.underWay().decrementAndGet();
        }
    }

    private String name(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? addresses.client(request) : principal.getName();
    }

    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, long seconds, String detail)
            throws IOException {
        int status = HttpStatus.TOO_MANY_REQUESTS.value();
        response.setStatus(status);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        response.setContentType(Problems.contentType(request));
        response.getOutputStream()
                .write(Problems.json(status, "%s; ask again in %d s".formatted(detail, seconds), request));
    }
}
