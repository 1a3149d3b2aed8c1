package dev.etiqueta.web;

import dev.etiqueta.model.Deadline;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import dev.etiqueta.server.Arrival;
import dev.etiqueta.server.BodyException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The body of a request, read within a limit of bytes: a client may have sent too much, or not have sent it in time. */
final class RequestBody extends InputStream {

    /** How much is allocated on a client's word alone. */
    private static final int TRUSTED_LENGTH = 64 * 1024;

    private final InputStream in;
    private final @Nullable HttpServletRequest received;
    private final long declaredLength;
    private final long limit;
    private final Deadline deadline;
    private long count;

    /** @param received has all of it; null where it is to be unpacked */
    private RequestBody(
            InputStream in, @Nullable HttpServletRequest received, long declaredLength, long limit, Deadline deadline) {
        this.in = in;
        this.received = received;
        this.declaredLength = declaredLength;
        this.limit = limit;
        this.deadline = deadline;
    }

    /**
     * Of a request.
     *
     * @param limit in bytes
     * @param time from its header to its answer
     * @throws RequestException if the headers already promise too much
     */
    static RequestBody of(HttpServletRequest request, long limit, Duration time) throws IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        requireIdentity(encoding, "as it is");
        return of(request, request.getInputStream(), false, limit, time);
    }

    /**
     * Of a request that may be compressed with gzip or deflate. The limit is one of what it unpacks to.
     *
     * @param limit in bytes
     * @param time from its header to its answer
     * @throws RequestException if the headers already promise too much
     */
    static RequestBody ofCompressed(HttpServletRequest request, long limit, Duration time) throws IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if ("gzip".equalsIgnoreCase(encoding)) {
            return of(request, new GZIPInputStream(request.getInputStream()), true, limit, time);
        }
        if ("deflate".equalsIgnoreCase(encoding)) {
            return of(request, new InflaterInputStream(request.getInputStream()), true, limit, time);
        }
        requireIdentity(encoding, "as it is, or with gzip or deflate");
        return of(request, request.getInputStream(), false, limit, time);
    }

    private static void requireIdentity(@Nullable String encoding, String expected) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RequestException(
                    Fault.UNSUPPORTED, "the body is encoded with %s; send it %s".formatted(encoding, expected));
        }
    }

    private static RequestBody of(
            HttpServletRequest request, InputStream in, boolean packed, long limit, Duration time) {
        long declaredLength = packed ? -1 : request.getContentLengthLong();
        if (declaredLength > limit) {
            throw tooLarge(limit);
        }
        return new RequestBody(
                in, packed ? null : request, declaredLength, limit, Deadline.since(Arrival.nanoTime(request), time));
    }

    /** By when the request is answered or given up. */
    Deadline deadline() {
        return deadline;
    }

    /** A part of an array, which nobody else has. */
    @SuppressWarnings("ArrayRecordComponent") // It is read once, and nowhere compared.
    record Content(byte[] bytes, int from, int length) {}

    /** All of it, as it has been received where that is possible. */
    Content content() throws IOException {
        if (received == null) {
            byte[] bytes = bytes(this, declaredLength);
            return new Content(bytes, 0, bytes.length);
        }
        try {
            ByteBuffer body = Arrival.body(received);
            if (body.remaining() > limit) {
                throw tooLarge(limit);
            }
            return new Content(body.array(), body.arrayOffset() + body.position(), body.remaining());
        } catch (BodyException e) {
            throw notReceived(e.reason(), limit);
        }
    }

    /** A copy of all of it. */
    byte[] bytes() throws IOException {
        Content content = content();
        return Arrays.copyOfRange(content.bytes(), content.from(), content.from() + content.length());
    }

    /** All of a stream of which the length is known, expected, or -1. */
    static byte[] bytes(InputStream in, long expectedLength) throws IOException {
        byte[] bytes = new byte[expectedLength < 0 ? 4096 : (int) Math.min(expectedLength, TRUSTED_LENGTH)];
        int length = 0;
        while (true) {
            int read = in.readNBytes(bytes, length, bytes.length - length);
            length += read;
            if (length < bytes.length || length == expectedLength) {
                return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            }
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, 4096));
        }
    }

    /** Frees what unpacks it. */
    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (BodyException e) {
            throw notReceived(e.reason(), limit);
        }
        if (read > 0) {
            count += read;
            if (count > limit) {
                throw tooLarge(limit);
            }
        }
        return read;
    }

    private static RequestException notReceived(BodyException.Reason reason, long limit) {
        return switch (reason) {
            case TOO_SLOW ->
                new RequestException(Fault.TOO_SLOW, "the body did not arrive in time; send it faster, or less of it");
            case TOO_LONG -> tooLarge(limit);
            case NO_MEMORY ->
                new RequestException(
                        Fault.UNAVAILABLE, "too many large bodies are on their way; try again in a moment");
        };
    }

    private static RequestException tooLarge(long limit) {
        return new RequestException(
                        Fault.TOO_LARGE,
                        "the body has more than the %d bytes that are accepted; send fewer or smaller images"
                                .formatted(limit))
                .with("limit", limit);
    }
}
