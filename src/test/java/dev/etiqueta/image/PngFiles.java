package dev.etiqueta.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** PNGs that no encoder would write. */
final class PngFiles {

    private static final int HEADER = 12;
    private static final int HEADER_LENGTH = 17;

    private PngFiles() {}

    /** The same file with other sides in its header, and the checksum that belongs to them. */
    static byte[] withSize(byte[] png, int width, int height) {
        byte[] changed = png.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed);
        buffer.putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(changed, HEADER, HEADER_LENGTH);
        buffer.putInt(HEADER + HEADER_LENGTH, (int) crc.getValue());
        return changed;
    }
}
