package dev.etiqueta.server;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hangs up on clients that take too long for a header or for an answer, and where there are too many connections, on those
 * of least use. New ones are always accepted: to wait until an attacker leaves would keep everybody out.
 */
final class Connections extends Handler.Wrapper implements Connection.Listener {

    /** At a time, of all: to look for the least used one each time would take longer than to accept it. */
    private static final int SHARE_CLOSED = 16;

    private static final String WATCHED = Connections.class.getName();

    private final Map<Connection, WatchedConnection> connections = new ConcurrentHashMap<>();
    private final ReentrantLock makesRoom = new ReentrantLock();
    private final ServerLimits limits;
    private final int most;
    private final ServerObserver observer;

    /**
     * For one server.
     *
     * @param most connections at once
     * @param observer is told why connections are closed
     */
    Connections(Handler next, ServerLimits limits, int most, ServerObserver observer) {
        super(next);
        this.limits = limits;
        this.most = most;
        this.observer = observer;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData http) {
            WatchedConnection watched = new WatchedConnection(connection);
            http.setAttribute(WATCHED, watched);
            connections.put(connection, watched);
            if (connections.size() > most && makesRoom.tryLock()) {
                try {
                    makeRoom(watched);
                } finally {
                    makesRoom.unlock();
                }
            }
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(request.getConnectionMetaData().getAttribute(WATCHED) instanceof WatchedConnection watched)) {
            return super.handle(request, response, callback);
        }
        watched.begin();
        return super.handle(request, response, Callback.from(watched::end, callback));
    }

    void sweep(long now) {
        for (WatchedConnection watched : connections.values()) {
            if (watched.isTooSlow(now, limits.time().toNanos())) {
                close(watched, Refusal.SLOW);
            }
        }
    }

    /** It no longer counts: Jetty tells of the end in its own time. */
    private void close(WatchedConnection watched, Refusal reason) {
        connections.remove(watched.connection());
        observer.refused(reason);
        watched.close();
    }

    private record Use(boolean served, long idle, WatchedConnection connection) {}

    /** Connections that answer something are left alone: where all do, the new one has to go. */
    private void makeRoom(WatchedConnection newest) {
        long now = System.nanoTime();
        List<WatchedConnection> leastUsed = connections.values().stream()
                .filter(WatchedConnection::isBetweenRequests)
                .map(watched -> new Use(watched.hasServed(), now - watched.since(), watched))
                .sorted(Comparator.comparing(Use::served).thenComparing(Use::idle, Comparator.reverseOrder()))
                .limit(Math.max(1, most / SHARE_CLOSED))
                .map(Use::connection)
                .toList();
        (leastUsed.isEmpty() ? List.of(newest) : leastUsed).forEach(watched -> close(watched, Refusal.CONNECTIONS));
    }
}
