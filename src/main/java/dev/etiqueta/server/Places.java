package dev.etiqueta.server;

import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.QoSHandler;

/** Lets so many requests in that the processors have work. Others wait outside, where they hold no thread. */
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

    private Places(Handler next, ServerLimits limits, int places) {
        super(next);
        setMaxRequestCount(places);
        setMaxSuspendedRequestCount(MOST_WAITING);
        setMaxSuspend(limits.time());
        // Probes need no place.
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /** Whose client has fewer requests under way goes first. */
    @Override
    protected int getPriority(Request request) {
        return RANKS - Math.min(RANKS, Clients.rank(request));
    }

    /** Places for all requests. */
    static Handler forAll(Handler next, ServerLimits limits, int threads) {
        return new Places(
                next, limits, (int) Math.max(1, Math.min(PER_PROCESSOR * PROCESSORS, SHARE_OF_THREADS * threads)));
    }

    /**
     * Fewer places for what is only read: pages, documents, meters. Some take long to make, and who asks for them again
     * and again, and never reads them, would take the processors from predictions.
     */
    static Handler forReading(Handler next, ServerLimits limits) {
        Places places = new Places(next, limits, PROCESSORS);
        places.includeMethod("GET", "HEAD");
        return places;
    }
}
