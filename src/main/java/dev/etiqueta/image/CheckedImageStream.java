package dev.etiqueta.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory as a decoder of the JDK reads it, of which each piece may be refused. */
final class CheckedImageStream extends ImageInputStreamImpl {

    private final byte[] file;
    private final Runnable check;

    /** @param check called before each piece is given; what it throws ends the decoding */
    CheckedImageStream(byte[] file, Runnable check) {
        this.file = file;
        this.check = check;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < file.length ? file[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        check.run();
        bitOffset = 0;
        int read = (int) Math.min(length, file.length - streamPos);
        if (read <= 0) {
            return -1;
        }
        System.arraycopy(file, (int) streamPos, bytes, offset, read);
        streamPos += read;
        return read;
    }

    @Override
    public long length() {
        return file.length;
    }
}
