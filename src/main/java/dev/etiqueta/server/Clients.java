package dev.etiqueta.server;

import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ConditionalHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the requests that a client has under way, so that places go round: the first request of one goes before the
 * second of another. It remembers nobody who has no request under way.
 */
final class Clients extends ConditionalHandler.Abstract {

    /** Of one client: half of all who may wait, so that it does not keep others out. */
    static final int MOST_OF_ONE = Places.MOST_WAITING / 2;

    /** By when one of so many requests is answered. */
    private static final int SECONDS = 1;

    private static final String STANDING = Clients.class.getName();

    private final ConcurrentHashMap<Object, Integer> underWay = new ConcurrentHashMap<>();
    private final KnownClients known = new KnownClients();
    private final ClientAddress addresses;
    private final int most;

    /** @param most requests of one client */
    Clients(Handler next, ServerLimits limits, int most) {
        super(next);
        this.addresses = limits.addresses();
        this.most = most;
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /**
     * Whose request it is.
     *
     * @param known where clients are remembered
     * @param name who sends it; null where that is not known
     * @param rank how many requests the client has under way, with this one
     */
    record Standing(KnownClients known, @Nullable String name, int rank) {}

    /** Null where nobody has counted. */
    static @Nullable Standing standing(Request request) {
        return request.getAttribute(STANDING) instanceof Standing standing ? standing : null;
    }

    /** How many requests its client has under way, with this one; 1 where nobody has counted. */
    static int rank(Request request) {
        Standing standing = standing(request);
        return standing == null ? 1 : standing.rank();
    }

    @Override
    protected boolean onConditionsMet(Request request, Response response, Callback callback) throws Exception {
        String name = known.find(request);
        Object client = name == null ? addresses.key(request) : name;
        int rank = underWay.merge(client, 1, Integer::sum);
        Request.addCompletionListener(request, failure -> leave(client));
        if (rank > most) {
            ProblemHandler.refuse(
                    request, response, callback, HttpStatus.TOO_MANY_REQUESTS_429, Refusal.CLIENT, SECONDS);
            return true;
        }
        request.setAttribute(STANDING, new Standing(known, name, rank));
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
