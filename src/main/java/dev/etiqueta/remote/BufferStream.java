package dev.etiqueta.remote;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Buffers as they arrive, one after the other; not for several threads. Failures are those of the publisher. */
final class BufferStream extends InputStream {

    /** How many buffers, of some kilobytes each, may wait for the reader. */
    private static final int AHEAD = 16;

    private final Stream<ByteBuffer> stream;
    private final Iterator<ByteBuffer> buffers;
    private ByteBuffer current = ByteBuffer.allocate(0);

    BufferStream(Flux<ByteBuffer> flux) {
        stream = flux.toStream(AHEAD);
        buffers = stream.iterator();
    }

    @Override
    public int read() {
        return next() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int max) {
        if (max == 0) {
            return 0;
        }
        if (!next()) {
            return -1;
        }
        int count = Math.min(max, current.remaining());
        current.get(target, offset, count);
        return count;
    }

    private boolean next() {
        while (!current.hasRemaining()) {
            if (!buffers.hasNext()) {
                return false;
            }
            current = buffers.next();
        }
        return true;
    }

    /** Cancels what has not arrived yet. */
    @Override
    public void close() {
        stream.close();
    }
}
