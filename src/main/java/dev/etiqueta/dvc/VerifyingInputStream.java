package dev.etiqueta.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Hashes a content while it is read, and ends with an exception instead of an end where it is not what its digest
 * promises. Whoever has read to the end has read verified bytes. It is skipped by reading.
 */
final class VerifyingInputStream extends InputStream {

    private final InputStream in;
    private final ObjectId id;
    private final ContentHash hash;
    private final long limit;
    private final TimeLimit time;
    private long count;
    private boolean ended;

    /**
     * Wraps a stream.
     *
     * @param limit the most bytes that are read of it
     */
    VerifyingInputStream(InputStream in, ObjectId id, long limit, TimeLimit time) {
        this.in = in;
        this.id = id;
        this.hash = ContentHash.of(id.rule());
        this.limit = limit;
        this.time = time;
    }

    /** @throws CorruptObjectException at the end, if it is not the content, and as soon as it is longer than the limit */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (ended) {
            return -1;
        }
        time.check();
        int read = in.read(bytes, offset, length);
        if (read < 0) {
            verify();
            ended = true;
            return -1;
        }
        count += read;
        if (count > limit) {
            throw new CorruptObjectException("has more than the %d bytes that it may have".formatted(limit));
        }
        hash.update(bytes, offset, read);
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        int read = read(single, 0, 1);
        return read < 0 ? read : single[0] & 0xff;
    }

    private void verify() throws CorruptObjectException {
        if (!hash.matches(id.digest())) {
            throw new CorruptObjectException(
                    "should have the md5 %s, its %d bytes have %s".formatted(id.digest(), count, hash.found()));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
