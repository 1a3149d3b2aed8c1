package dev.etiqueta.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Lets so many requests in that the processors have work. Others wait outside, where they hold no thread; and who would
 * wait longer than his request has time is told so at once.
 */
final class Places extends QoSHandler {

    /** For each processor: more than it can work at, because some wait for the model, or for memory. */
    private static final int PER_PROCESSOR = 16;

    /** Of the server's threads, some of which it needs itself. */
    private static final double SHARE_OF_THREADS = 0.75;

    /** Of those outside, who hold their bodies meanwhile. */
    static final int MOST_WAITING = 2048;

    /** Looking for the next one takes a step for each rank; beyond these, requests take turns as they came. */
    private static final int RANKS = 128;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static final String WAITS = Places.class.getName();

    private final AtomicIntegerArray waiting = new AtomicIntegerArray(RANKS + 1);
    private final Duration time;
    private final LongSupplier clock;
    private final Work work;

    private Places(Work work, ServerLimits limits, LongSupplier clock, int places) {
        super(work);
        this.work = work;
        this.time = limits.time();
        this.clock = clock;
        setMaxRequestCount(places);
        setMaxSuspendedRequestCount(-1); // It would answer without a word; see onConditionsMet.
        setMaxSuspend(time);
        // Probes need no place.
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /** Places for all requests. */
    static Places forAll(Handler next, ServerLimits limits, int threads) {
        return forAll(next, limits, System::nanoTime, threads);
    }

    static Places forAll(Handler next, ServerLimits limits, LongSupplier clock, int threads) {
        return new Places(new Work(next, clock), limits, clock, (int)
                Math.max(1, Math.min(PER_PROCESSOR * PROCESSORS, SHARE_OF_THREADS * threads)));
    }

    /**
     * Fewer places for what is only read: pages, documents, meters. Some take long to make, and who asks for them again
     * and again, and never reads them, would take the processors from predictions.
     */
    static Places forReading(Handler next, ServerLimits limits) {
        Places places = new Places(new Work(next, System::nanoTime), limits, System::nanoTime, PROCESSORS);
        places.includeMethod("GET", "HEAD");
        return places;
    }

    @Override
    public boolean onConditionsMet(Request request, Response response, Callback callback) throws Exception {
        int others = getSuspendedRequestCount();
        if (others > 0) {
            long wait = expectedWait(request);
            long left = time.toNanos() - (clock.getAsLong() - request.getHeadersNanoTime());
            if (others >= MOST_WAITING || wait > left) {
                refuse(request, response, callback, wait - left);
                return true;
            }
        }
        return super.onConditionsMet(request, response, callback);
    }

    /** In nanoseconds: until those who go before it have been served. */
    private long expectedWait(Request request) {
        int before = 1;
        for (int rank = rank(request); rank > 0; rank--) {
            before += waiting.get(rank);
        }
        return before * work.nanos() / getMaxRequestCount();
    }

    /** @param nanos after which one of its kind would have a place in time, if nobody else came */
    private static void refuse(Request request, Response response, Callback callback, long nanos) {
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanos));
        ProblemHandler.refuse(
                request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, Refusal.LOAD, (int) seconds);
    }

    /** Whose client has fewer requests under way goes first. Asked for each one that is about to wait. */
    @Override
    protected int getPriority(Request request) {
        int rank = rank(request);
        waiting.incrementAndGet(rank);
        request.setAttribute(WAITS, (Runnable) () -> waiting.decrementAndGet(rank));
        return RANKS - rank;
    }

    /** From 1 on. */
    private static int rank(Request request) {
        return Math.min(RANKS, Clients.rank(request));
    }

    /** True if it has waited. */
    private static boolean waitsNoMore(Request request) {
        if (request.removeAttribute(WAITS) instanceof Runnable leave) {
            leave.run();
            return true;
        }
        return false;
    }

    @Override
    protected void failSuspended(Request request, Response response, Callback callback, int status, Throwable failure) {
        waitsNoMore(request);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            refuse(request, response, callback, expectedWait(request));
        } else {
            super.failSuspended(request, response, callback, status, failure);
        }
    }

    /** What is done for those who have a place, and how long that takes. */
    private static final class Work extends Handler.Wrapper {

        /** Of which the mean is one. Several threads may write at once, and one of them is forgotten. */
        private static final int SAMPLES = 16;

        private final LongSupplier clock;
        private volatile long nanos;

        Work(Handler next, LongSupplier clock) {
            super(next);
            this.clock = clock;
        }

        /** The mean of the last requests that had to wait, in nanoseconds; 0 where none had to. */
        long nanos() {
            return nanos;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (waitsNoMore(request)) {
                long start = clock.getAsLong();
                Request.addCompletionListener(request, failure -> took(clock.getAsLong() - start));
            }
            return super.handle(request, response, callback);
        }

        private void took(long sample) {
            long mean = nanos;
            nanos = mean == 0 ? sample : mean + (sample - mean) / SAMPLES;
        }
    }
}
