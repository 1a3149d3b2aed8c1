package dev.etiqueta.image;

import dev.etiqueta.image.ImageException.Reason;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A PNG (ISO/IEC 15948): the header, and where its chunks lie. Every chunk's length and checksum is verified before a
 * pixel is decoded.
 */
final class PngImage implements EncodedImage {

    private static final int SIGNATURE = 8;
    /** Length, type and checksum of a chunk. */
    private static final int CHUNK_OVERHEAD = 12;

    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int TRNS = 0x74524e53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    /** Bit 5 of the first letter of a chunk's type: a decoder may skip it. */
    private static final int ANCILLARY = 0x20000000;

    /** Deflate makes at most this many bytes of one (zlib's technical notes). */
    private static final int MAX_DEFLATE_RATIO = 1032;

    private final byte[] file;
    private final PngHeader header;

    /** @throws ImageException if the header is missing or makes no sense */
    PngImage(byte[] file) {
        this.file = file;
        if (chunkLength(SIGNATURE) != PngHeader.LENGTH || int32(SIGNATURE + 4) != IHDR) {
            throw ImageException.damaged("the PNG does not start with a header chunk");
        }
        this.header = PngHeader.read(file, SIGNATURE + 8);
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public int bytesPerPixel(ColorMode mode) {
        return mode.channels();
    }

    @Override
    public long nativeBytes() {
        return 0;
    }

    @Override
    public byte[] decode(ColorMode mode, Runnable check) {
        check.run();
        try (PngData data = new PngData(file, header.rawLength())) {
            PngSamples samples = readChunks(data, mode);
            if (data.compressedLength() * MAX_DEFLATE_RATIO < header.rawLength()) {
                // Before memory is taken: so few bytes cannot hold so many pixels.
                throw ImageException.damaged(
                        "the PNG is truncated: its header promises more pixels than its data can hold");
            }
            return PngRows.decode(header, data, samples);
        }
    }

    /** Verifies all chunks, finds the data, and reads what the samples depend on. */
    private PngSamples readChunks(PngData data, ColorMode mode) {
        PngPalette palette = PngPalette.none();
        byte[] transparency = new byte[0];
        int position = SIGNATURE;
        int type;
        do {
            int length = chunkLength(position);
            type = int32(position + 4);
            int content = position + 8;
            verifyChecksum(position, length);
            switch (type) {
                case IHDR, IEND -> {}
                case PLTE -> palette = PngPalette.read(file, content, length);
                case TRNS -> transparency = Arrays.copyOfRange(file, content, content + length);
                case IDAT -> data.add(content, length);
                default -> {
                    if ((type & ANCILLARY) == 0) {
                        throw new ImageException(
                                Reason.UNSUPPORTED, "the PNG holds a critical chunk of an unknown type");
                    }
                }
            }
            position += length + CHUNK_OVERHEAD;
        } while (type != IEND);
        return PngSamples.of(header, palette, transparency, mode);
    }

    private void verifyChecksum(int position, int length) {
        CRC32 crc = new CRC32();
        crc.update(file, position + 4, length + 4);
        if ((int) crc.getValue() != int32(position + 8 + length)) {
            throw ImageException.damaged("the PNG is damaged: a chunk's checksum is wrong");
        }
    }

    /** The length of the chunk at this position, which lies in the file as a whole. */
    private int chunkLength(int position) {
        if (position > file.length - CHUNK_OVERHEAD) {
            throw ImageException.damaged("the PNG is truncated: it ends after %d bytes".formatted(file.length));
        }
        int length = int32(position);
        if (length < 0 || length > file.length - CHUNK_OVERHEAD - position) {
            throw ImageException.damaged("the PNG is truncated: it ends after %d bytes".formatted(file.length));
        }
        return length;
    }

    private int int32(int position) {
        return PngHeader.int32(file, position);
    }
}
