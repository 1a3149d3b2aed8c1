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
import org.jspecify.annotations.Nullable;

/**
 * Lets so many requests in that the processors have work. Others wait outside, where they hold no thread; and who would
 * wait longer than his request has time is told so at once.
 */
final class Places extends QoSHandler {

    /**
     * For each processor: one more than it can work at, for when a thread has to pause in the middle. With many, all share
     * the processors, and who has one request under way is as slow as who has a hundred.
     */
    private static final int PER_PROCESSOR = 2;

    /** Of the server's threads, some of which it needs itself. */
    private static final double SHARE_OF_THREADS = 0.75;

    /** Of those outside, who hold their bodies meanwhile. */
    static final int MOST_WAITING = 2048;

    /** Of the first request of a client, the second, the third and fourth, those up to the eighth, and so on. */
    private static final int RANKS = Integer.SIZE - Integer.numberOfLeadingZeros(MOST_WAITING);

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static final String[] READING = {"GET", "HEAD"};

    private static final String WAITS = Places.class.getName();

    private final AtomicIntegerArray waiting = new AtomicIntegerArray(RANKS);
    private final Duration time;
    private final ServerObserver observer;
    private final LongSupplier clock;

    /** What the last requests that had to wait took once they had a place, on average, in nanoseconds; 0 where none had to. */
    private volatile long work;

    private Places(Handler next, ServerLimits limits, ServerObserver observer, LongSupplier clock, int places) {
        this.time = limits.time();
        this.observer = observer;
        this.clock = clock;
        setHandler(new Work(next));
        setMaxRequestCount(places);
        setMaxSuspendedRequestCount(-1); // It would refuse without a word; see onConditionsMet.
        setMaxSuspend(time);
        // Probes need no place.
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /** Places for what asks models, or changes something. */
    static Places forWork(Handler next, ServerLimits limits, ServerObserver observer, int threads) {
        return forWork(next, limits, observer, System::nanoTime, threads);
    }

    static Places forWork(Handler next, ServerLimits limits, ServerObserver observer, LongSupplier clock, int threads) {
        int places = (int) Math.max(1, Math.min(PER_PROCESSOR * PROCESSORS, SHARE_OF_THREADS * threads));
        Places work = new Places(next, limits, observer, clock, places);
        work.excludeMethod(READING);
        return work;
    }

    /**
     * Other places, and fewer, for what is only read: pages, documents, meters. Some take long to make, and who asks for
     * them again and again would take the processors from predictions; and meters are read when all models are busy.
     */
    static Places forReading(Handler next, ServerLimits limits, ServerObserver observer) {
        Places places = new Places(next, limits, observer, System::nanoTime, PROCESSORS);
        places.includeMethod(READING);
        return places;
    }

    @Override
    public boolean onConditionsMet(Request request, Response response, Callback callback) throws Exception {
        int others = getSuspendedRequestCount();
        if (others > 0 && !isLate(request)) {
            long wait = expectedWait(request);
            long left = time.toNanos() - (clock.getAsLong() - request.getHeadersNanoTime());
            if (others >= MOST_WAITING || wait > left) {
                refuse(request, response, callback, wait - left);
                return true;
            }
        }
        return super.onConditionsMet(request, response, callback);
    }

    /** Its body has not come in time, or in whole, which its client is to be told. */
    private static boolean isLate(Request request) {
        ReceivedRequest received = Request.as(request, ReceivedRequest.class);
        return received != null && received.hasFailed();
    }

    /** In nanoseconds: until those who go before it have been served. */
    private long expectedWait(Request request) {
        int before = 1;
        for (int rank = rank(request); rank >= 0; rank--) {
            before += waiting.get(rank);
        }
        return before * work / getMaxRequestCount();
    }

    /** @param nanos after which one of its kind would have a place in time, if nobody else came */
    private static void refuse(Request request, Response response, Callback callback, long nanos) {
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanos));
        ProblemHandler.refuse(
                request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, Refusal.LOAD, (int) seconds);
    }

    /**
     * Whose client has fewer requests under way goes first. Ranks double, as a client that asks again whenever it is
     * answered would else overtake itself. Asked for each one that is about to wait.
     */
    @Override
    protected int getPriority(Request request) {
        int rank = rank(request);
        waiting.incrementAndGet(rank);
        request.setAttribute(WAITS, new Wait(rank, clock.getAsLong()));
        return RANKS - 1 - rank;
    }

    private static int rank(Request request) {
        return Math.min(RANKS - 1, Integer.SIZE - Integer.numberOfLeadingZeros(Clients.rank(request) - 1));
    }

    private record Wait(int rank, long since) {}

    /** Since when it has waited; null if it has not. */
    private @Nullable Wait waitsNoMore(Request request) {
        if (request.removeAttribute(WAITS) instanceof Wait wait) {
            waiting.decrementAndGet(wait.rank());
            return wait;
        }
        return null;
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

    /** Measures what is done for those who have a place. */
    private final class Work extends Handler.Wrapper {

        /** Of which the mean is one. Several threads may write at once, and one of them is forgotten. */
        private static final int SAMPLES = 16;

        Work(Handler next) {
            super(next);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Wait wait = waitsNoMore(request);
            if (wait != null) {
                long start = clock.getAsLong();
                observer.waited(start - wait.since());
                Request.addCompletionListener(request, failure -> took(clock.getAsLong() - start));
            }
            return super.handle(request, response, callback);
        }

        /** A deployment takes longer than any prediction may, and says nothing of how long others will. */
        private void took(long nanos) {
            long sample = Math.min(nanos, time.toNanos());
            long mean = work;
            work = mean == 0 ? sample : mean + (sample - mean) / SAMPLES;
        }
    }
}
