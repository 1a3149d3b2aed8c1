package dev.etiqueta.remote;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;

/**
 * The body of an answer, which has to be as long as the answer says: the JDK takes a shorter one for a whole one. Only
 * read in blocks, by {@link CheckedStream}.
 */
final class CountedStream extends FilterInputStream {

    private final long length;
    private long count;

    private CountedStream(InputStream in, long length) {
        super(in);
        this.length = length;
    }

    /** The body of a connection that has answered. */
    static InputStream of(HttpURLConnection connection) throws IOException {
        // A chunked body has its own end, and the length says nothing.
        boolean counted = connection.getHeaderField("Transfer-Encoding") == null;
        long length = counted ? connection.getContentLengthLong() : -1;
        return length < 0 ? connection.getInputStream() : new CountedStream(connection.getInputStream(), length);
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        // Some connections go on after the announced length.
        int wanted = (int) Math.min(size, length - count);
        int read = wanted == 0 && size > 0 ? -1 : in.read(buffer, offset, wanted);
        count += Math.max(read, 0);
        if (read < 0 && count < length) {
            throw new EOFException("it ends after %d of %d bytes".formatted(count, length));
        }
        return read;
    }
}
