package dev.etiqueta.image;

import dev.etiqueta.image.ImageException.Reason;
import java.util.Arrays;

/**
 * The segments of a JPEG (ITU-T T.81, B.1.1), read before the JDK's decoder is let near them: its time grows with the
 * square of the number of application segments, and with the number of scans whatever their length.
 *
 * @param width pixels in a row, as the frame header says
 * @param height rows, as the frame header says
 * @param essential the file without comments and application data, such as colour profiles, which would change the
 *     samples
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record JpegSegments(int width, int height, byte[] essential) {

    /** A photograph's progressive file has about ten. */
    private static final int MAX_SCANS = 100;

    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int COMMENT = 0xfe;
    private static final int JFIF = 0xe0;
    /** Says which colours the components are. */
    private static final int ADOBE = 0xee;

    /** @throws ImageException if the file is truncated, or of a form that is not decoded */
    static JpegSegments read(byte[] file) {
        return new Reader(file).read();
    }

    private static final class Reader {

        private final byte[] file;
        private final byte[] kept;
        private int length = 2;
        private int position = 2;
        private int scans;
        private int width;
        private int height;

        Reader(byte[] file) {
            this.file = file;
            this.kept = file.clone();
        }

        JpegSegments read() {
            while (true) {
                int start = position;
                int marker = nextMarker();
                if (marker == END) {
                    keep(start, position);
                    return new JpegSegments(width, height, Arrays.copyOf(kept, length));
                }
                if (standsAlone(marker)) {
                    keep(start, position);
                    continue;
                }
                int content = position;
                position += uint16(position);
                if (position < content + 2 || position > file.length) {
                    throw truncated();
                }
                if (isFrame(marker)) {
                    readFrame(marker, content);
                }
                if (marker == SCAN) {
                    skipScan();
                }
                if (!isApplicationData(marker)) {
                    keep(start, position);
                }
            }
        }

        private int nextMarker() {
            require(position + 1 < file.length);
            if (file[position] != (byte) 0xff) {
                throw ImageException.damaged("the JPEG is damaged: a segment starts without a marker");
            }
            while (position + 1 < file.length && file[position + 1] == (byte) 0xff) {
                position++;
            }
            require(position + 1 < file.length);
            position += 2;
            return file[position - 1] & 0xff;
        }

        private void readFrame(int marker, int content) {
            require(content + 8 <= file.length);
            if (width != 0) {
                // The decoder would take memory for the first one.
                throw ImageException.damaged("the JPEG is damaged: it has two frame headers");
            }
            int precision = file[content + 2];
            int components = file[content + 7];
            if (marker > 0xc2 || precision != 8) {
                throw new ImageException(
                        Reason.UNSUPPORTED,
                        "the JPEG is lossless, hierarchical, of arithmetic coding or of %d bits; baseline and progressive of 8 bits are decoded"
                                .formatted(precision));
            }
            if (components != 1 && components != 3) {
                // The JDK reads CMYK, with colours of its own.
                throw new ImageException(
                        Reason.UNSUPPORTED,
                        "the JPEG has %d components, as CMYK has; grey and RGB are decoded, convert it"
                                .formatted(components));
            }
            height = uint16(content + 3);
            width = uint16(content + 5);
            if (width == 0 || height == 0) {
                throw ImageException.damaged("the JPEG is damaged: a side is 0");
            }
        }

        /** Past the entropy-coded data: to the next marker that is neither a stuffed byte nor a restart. */
        private void skipScan() {
            if (width == 0) {
                throw ImageException.damaged("the JPEG is damaged: a scan comes before the frame");
            }
            if (++scans > MAX_SCANS) {
                throw new ImageException(Reason.UNSUPPORTED, "the JPEG has more than %d scans".formatted(MAX_SCANS));
            }
            while (position + 1 < file.length) {
                int next = file[position + 1] & 0xff;
                if (file[position] == (byte) 0xff && next != 0 && next != 0xff && !isRestart(next)) {
                    return;
                }
                position++;
            }
            throw truncated();
        }

        private void keep(int from, int to) {
            System.arraycopy(file, from, kept, length, to - from);
            length += to - from;
        }

        private int uint16(int at) {
            require(at + 1 < file.length);
            return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
        }

        private void require(boolean complete) {
            if (!complete) {
                throw truncated();
            }
        }

        private ImageException truncated() {
            return ImageException.damaged("the JPEG is truncated: it ends after %d bytes".formatted(file.length));
        }
    }

    private static boolean standsAlone(int marker) {
        return isRestart(marker) || marker == 0x01 || marker == 0xd8;
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }

    /** All from C0 to CF but tables and one that is reserved. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean isApplicationData(int marker) {
        return marker == COMMENT || (marker > JFIF && marker <= 0xef && marker != ADOBE);
    }
}
