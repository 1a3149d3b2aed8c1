package dev.etiqueta.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an object. Whatever fails while they are read is a {@link RemoteException}; closing it early breaks a
 * connection off rather than reading the rest.
 */
final class CheckedStream extends FilterInputStream {

    /** What a failure of the stream below means. */
    interface Failures {
        RemoteException failure(Exception cause);
    }

    private final Failures failures;
    private final Runnable abort;
    private boolean ended;

    /** Creates one whose rest costs nothing. */
    CheckedStream(InputStream in, Failures failures) {
        this(in, failures, () -> {});
    }

    /**
     * Creates one.
     *
     * @param in which notices by itself that it is shorter than announced
     * @param abort breaks the connection off
     */
    CheckedStream(InputStream in, Failures failures, Runnable abort) {
        super(in);
        this.failures = failures;
        this.abort = abort;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = in.read(buffer, offset, length);
            ended = count < 0;
            return count;
        } catch (IOException | RuntimeException e) {
            throw failures.failure(e);
        }
    }

    /** Reads them, so that what fails is told and the end is noticed. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[Math.clamp(count, 0, 8192)];
        return Math.max(read(skipped, 0, skipped.length), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Never fails: what was read was read. */
    @Override
    public void close() {
        if (!ended) {
            abort.run();
        }
        try {
            in.close();
        } catch (IOException | RuntimeException e) {
            // a connection that broke is closed as well
        }
    }
}
