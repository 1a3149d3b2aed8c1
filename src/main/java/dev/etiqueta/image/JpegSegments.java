package dev.etiqueta.image;

import dev.etiqueta.image.ImageException.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG (ITU-T T.81, B.1.1), read before the JDK's decoder is let near them: its time grows with the
 * square of the number of application segments, and with the number of scans whatever their length.
 *
 * @param inPieces whether several scans make a pixel
 * @param essential the file without comments and application data, such as colour profiles, which would change the
 *     samples
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record JpegSegments(JpegFrame frame, boolean inPieces, byte[] essential) {

    /** A photograph's progressive file has about ten, and each is a pass over all of its pixels. */
    private static final int MAX_SCANS = 32;

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
        private boolean inPieces;
        private @Nullable JpegFrame frame;

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
                    if (frame == null) {
                        throw ImageException.damaged("the JPEG is damaged: it has no frame header");
                    }
                    return new JpegSegments(frame, inPieces, Arrays.copyOf(kept, length));
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
                    frame = readFrame(marker, content);
                }
                if (marker == SCAN) {
                    readScan(content);
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

        private JpegFrame readFrame(int marker, int content) {
            if (frame != null) {
                // The decoder would take memory for the first one.
                throw ImageException.damaged("the JPEG is damaged: it has two frame headers");
            }
            return JpegFrame.read(file, marker, content, position);
        }

        private void readScan(int content) {
            if (frame == null) {
                throw ImageException.damaged("the JPEG is damaged: a scan comes before the frame");
            }
            if (++scans > MAX_SCANS) {
                throw new ImageException(
                        Reason.UNSUPPORTED,
                        "the JPEG has more than %d scans; save it anew, as baseline".formatted(MAX_SCANS));
            }
            require(content + 2 < file.length);
            inPieces |= frame.progressive() || file[content + 2] != frame.components();
        }

        /** Past the entropy-coded data: to the next marker that is neither a stuffed byte nor a restart. */
        private void skipScan() {
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
