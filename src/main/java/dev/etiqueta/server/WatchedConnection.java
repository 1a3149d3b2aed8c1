package dev.etiqueta.server;

import org.eclipse.jetty.io.Connection;

/** A connection, and how long it has been in the middle of something. */
final class WatchedConnection {

    /** At which an answer is to be read, beyond the limit of time: in bytes per second. */
    private static final long SLOWEST_READER = 16 * 1024;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Connection connection;
    private volatile boolean answers;
    private volatile boolean served;
    private volatile long bytesInBefore;
    private volatile long bytesOutBefore;

    /** When the client's turn began, as far as is known. */
    private volatile long since = System.nanoTime();

    WatchedConnection(Connection connection) {
        this.connection = connection;
    }

    /** The header of a request is there. */
    void begin() {
        bytesOutBefore = connection.getBytesOut();
        since = System.nanoTime();
        answers = true;
    }

    /** The request is answered. */
    void end() {
        bytesInBefore = connection.getBytesIn();
        served = true;
        since = System.nanoTime();
        answers = false;
    }

    boolean isBetweenRequests() {
        return !answers;
    }

    /** Whether a request was answered on it. */
    boolean hasServed() {
        return served;
    }

    long since() {
        return since;
    }

    /**
     * Whether its client takes longer than he may for a whole header, or for reading an answer. The time in which a
     * connection lies idle, and the one in which the service works, do not count.
     *
     * @param limit in nanoseconds
     */
    boolean isTooSlow(long now, long limit) {
        boolean answering = answers;
        long done = answering ? connection.getBytesOut() - bytesOutBefore : connection.getBytesIn() - bytesInBefore;
        boolean clientsTurn = done > 0 || (!answering && !served);
        if (!clientsTurn) {
            since = now;
            return false;
        }
        long allowed = answering ? limit + done / SLOWEST_READER * NANOS_PER_SECOND : limit;
        return now - since > allowed;
    }

    Connection connection() {
        return connection;
    }

    void close() {
        connection.getEndPoint().close();
    }
}
