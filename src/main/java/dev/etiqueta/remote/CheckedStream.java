package dev.etiqueta.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an object: whatever fails while they are read is a {@link RemoteException}. */
class CheckedStream extends FilterInputStream {

    /** What a failure of the stream below means. */
    interface Failures {
        RemoteException failure(IOException cause);
    }

    private final Failures failures;

    CheckedStream(InputStream in, Failures failures) {
        super(in);
        this.failures = failures;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw failures.failure(e);
        }
    }

    /** Reads them, so that what is skipped is counted. */
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
        try {
            in.close();
        } catch (IOException e) {
            // a connection that broke is closed as well
        }
    }
}
