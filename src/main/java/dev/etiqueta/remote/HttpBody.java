package dev.etiqueta.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;

/** The body of an answer, which has to be as long as the answer says: the JDK takes a shorter one for a whole one. */
final class HttpBody extends CheckedStream {

    private final HttpURLConnection connection;
    private final String address;
    private final long length;
    private long count;
    private boolean ended;

    private HttpBody(InputStream in, HttpURLConnection connection, String address, long length) {
        super(in, cause -> HttpFailure.broken(address, cause));
        this.connection = connection;
        this.address = address;
        this.length = length;
    }

    /** The body of a connection that has answered. */
    static HttpBody of(HttpURLConnection connection, String address) throws IOException {
        // A chunked body has its own end, and the length says nothing.
        boolean counted = connection.getHeaderField("Transfer-Encoding") == null;
        long length = counted ? connection.getContentLengthLong() : -1;
        return new HttpBody(connection.getInputStream(), connection, address, length);
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        // Some connections go on after the announced length.
        int wanted = length < 0 ? size : (int) Math.min(size, length - count);
        int read = wanted == 0 && size > 0 ? -1 : super.read(buffer, offset, wanted);
        count += Math.max(read, 0);
        ended = read < 0 || count == length;
        if (read < 0 && count < length) {
            throw HttpFailure.broken(
                    address, new EOFException("it ends after %d of %d bytes".formatted(count, length)));
        }
        return read;
    }

    /** Ends a connection whose rest would else be read and dropped. */
    @Override
    public void close() {
        if (ended) {
            super.close();
        } else {
            connection.disconnect();
        }
    }
}
