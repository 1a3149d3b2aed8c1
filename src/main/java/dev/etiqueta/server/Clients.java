package dev.etiqueta.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
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

    private static final String RANK = Clients.class.getName();
    private static final int IPV6_LENGTH = 16;

    private final ConcurrentHashMap<Object, Integer> underWay = new ConcurrentHashMap<>();
    private final int most;

    /** @param most requests of one client */
    Clients(Handler next, ServerLimits limits, int most) {
        super(next);
        this.most = most;
        limits.probes().forEach(path -> exclude(PathSpec.from(path)));
    }

    /** How many requests its client has under way, with this one; 1 where nobody has counted. */
    static int rank(Request request) {
        return request.getAttribute(RANK) instanceof Integer rank ? rank : 1;
    }

    @Override
    protected boolean onConditionsMet(Request request, Response response, Callback callback) throws Exception {
        Object client = client(
                request.getConnectionMetaData().getConnection().getEndPoint().getRemoteSocketAddress());
        int rank = underWay.merge(client, 1, Integer::sum);
        Request.addCompletionListener(request, failure -> leave(client));
        if (rank > most) {
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
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

    /** By the socket, as any client can write a header. Of IPv6 it is the network: who has one address has 2^64. */
    static Object client(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress internet)) {
            return "local";
        }
        InetAddress address = internet.getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_LENGTH ? (Object) ByteBuffer.wrap(bytes).getLong() : address;
    }
}
