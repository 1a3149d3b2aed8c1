package dev.etiqueta.server;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.QoSHandler;

/**
 * Lets so many requests in that the processors have work, and others wait outside, where they hold no thread. Probes need
 * no place.
 */
final class Places extends QoSHandler {

    /** For each processor: more than it can work at, because some wait for the model, or for memory. */
    private static final int PER_PROCESSOR = 16;

    /** Of the server's threads, some of which it needs itself. */
    private static final double SHARE_OF_THREADS = 0.75;

    /** Of those outside, who hold their bodies meanwhile. */
    private static final int MOST_WAITING = 1024;

    Places(Handler next, ServerLimits limits, int threads) {
        super(next);
        int processors = Runtime.getRuntime().availableProcessors();
        setMaxRequestCount((int) Math.max(1, Math.min(PER_PROCESSOR * processors, SHARE_OF_THREADS * threads)));
        setMaxSuspendedRequestCount(MOST_WAITING);
        setMaxSuspend(limits.time());
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /** Predictions come before pages and documents, some of which take longer. */
    @Override
    protected int getPriority(Request request) {
        return HttpMethod.POST.is(request.getMethod()) ? 1 : 0;
    }
}
