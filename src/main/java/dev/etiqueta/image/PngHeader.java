package dev.etiqueta.image;

import dev.etiqueta.image.ImageException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The header of a PNG.
 *
 * @param width pixels in a row, 1 to 2^31-1
 * @param height rows, 1 to 2^31-1
 * @param depth bits of a sample: 1, 2, 4, 8 or 16
 * @param color what a pixel consists of
 * @param interlaced whether the rows come in the seven passes of Adam7
 */
record PngHeader(int width, int height, int depth, Color color, boolean interlaced) {

    /** Bytes of the header chunk's content. */
    static final int LENGTH = 13;

    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Colour types, by their number in the file. */
    enum Color {
        GREY(0, 1, 1 | 2 | 4 | 8 | 16),
        RGB(2, 3, 8 | 16),
        PALETTE(3, 1, 1 | 2 | 4 | 8),
        GREY_ALPHA(4, 2, 8 | 16),
        RGBA(6, 4, 8 | 16);

        private final int number;
        private final int samples;
        private final int depths;

        Color(int number, int samples, int depths) {
            this.number = number;
            this.samples = samples;
            this.depths = depths;
        }

        private static Color of(int number, int depth) {
            for (Color color : values()) {
                if (color.number == number && Integer.bitCount(depth) == 1 && (color.depths & depth) != 0) {
                    return color;
                }
            }
            throw ImageException.damaged(
                    "the PNG's header is damaged: colour type %d with %d bits does not exist".formatted(number, depth));
        }
    }

    static PngHeader read(byte[] file, int position) {
        int width = int32(file, position);
        int height = int32(file, position + 4);
        if (width < 1 || height < 1) {
            throw ImageException.damaged("the PNG's header is damaged: a side is 0 or above 2147483647");
        }
        int depth = file[position + 8];
        Color color = Color.of(file[position + 9], depth);
        int compression = file[position + 10];
        int filter = file[position + 11];
        int interlace = file[position + 12];
        if (compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
            throw new ImageException(
                    Reason.UNSUPPORTED,
                    "the PNG uses compression %d, filter %d, interlace %d; known are 0, 0, and 0 or 1"
                            .formatted(compression, filter, interlace));
        }
        return new PngHeader(width, height, depth, color, interlace == 1);
    }

    int bitsPerPixel() {
        return color.samples * depth;
    }

    /** Bytes of a row of so many pixels, without the byte that names its filter. */
    int rowLength(int pixels) {
        return Math.toIntExact(((long) pixels * bitsPerPixel() + 7) / 8);
    }

    /** Bytes of all rows; interlaced images have a few more. */
    long rawLength() {
        return (long) height * (((long) width * bitsPerPixel() + 7) / 8 + 1);
    }

    static int int32(byte[] bytes, int position) {
        return (int) INT32.get(bytes, position);
    }
}
