package dev.etiqueta.server;

import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ConditionalHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Numbers the requests that a client has under way, so that places go round: the first request of one goes before the
 * second of another. It remembers nobody who has no request under way.
 */
final class Clients extends ConditionalHandler.Abstract {

    /** Of one client: half of all who may wait, so that it does not keep others out. */
    static final int MOST_OF_ONE = Places.MOST_WAITING / 2;

    /** By when one of so many requests is answered. */
    private static final int SECONDS = 1;

    private static final String RANK = Clients.class.getName();

    private final ConcurrentHashMap<Object, Integer> underWay = new ConcurrentHashMap<>();
    private final ClientAddress addresses;
    private final int most;

    /** @param most requests of one client */
    Clients(Handler next, ServerLimits limits, int most) {
        super(next);
        this.addresses = limits.addresses();
        this.most = most;
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /** How many requests its client has under way, with this one; 1 where nobody has counted. */
    static int rank(Request request) {
        return request.getAttribute(RANK) instanceof Integer rank ? rank : 1;
    }

    @Override
    protected boolean onConditionsMet(Request request, Response response, Callback callback) throws Exception {
        Object client = addresses.key(request);
        int rank = underWay.merge(client, 1, Integer::sum);
        Request.addCompletionListener(request, failure -> leave(client));
        if (rank > most) {
            ProblemHandler.refuse(
                    request, response, callback, HttpStatus.TOO_MANY_REQUESTS_429, Refusal.CLIENT, SECONDS);
            return true;
        }
        request.setAttribute(RANK, rank);
        return nextHandler(request, response, callback);
    }

    @Override
    protected boolean onConditionsNotMet(Request request, Response response, Callback callback) throws Exception {
        return nextHandler(request, response, callback);
    }

    private void leave(Object client) {
        underWay.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
    }

    int known() {
        return underWay.size();
    }
}
