package dev.etiqueta.remote;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an object while they arrive. Whatever goes wrong is a {@link RemoteException}, a body that is shorter
 * than announced included; closing it early breaks the connection off rather than reading the rest.
 */
final class ObjectBody extends InputStream {

    private final InputStream body;
    private final Runnable abort;
    private final String address;
    private boolean ended;

    /**
     * Creates one.
     *
     * @param body which notices by itself that it is shorter than announced
     * @param abort breaks the connection off
     */
    ObjectBody(InputStream body, String address, Runnable abort) {
        this.body = body;
        this.address = address;
        this.abort = abort;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int max) throws IOException {
        try {
            int count = body.read(buffer, offset, max);
            ended = count < 0;
            return count;
        } catch (IOException | RuntimeException e) {
            throw CloudFailures.noAnswer(address, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            abort.run();
        }
        try {
            body.close();
        } catch (IOException | RuntimeException e) {
            // What was read stands, and the rest is not wanted.
            ended = true;
        }
    }
}
