package dev.etiqueta.image;

import dev.etiqueta.image.ImageException.Reason;

/**
 * The frame header of a JPEG (ITU-T T.81, B.2.2).
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param progressive whether each scan adds a little to all pixels
 * @param sampling for each component how often it is sampled, as in the file: across in the upper four bits, down in
 *     the lower ones, each 1 to 4
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record JpegFrame(int width, int height, boolean progressive, byte[] sampling) {

    private static final int LENGTH = 8;
    private static final int COMPONENT_LENGTH = 3;
    private static final int PROGRESSIVE = 0xc2;
    private static final int MAX_SAMPLING = 4;

    /** Samples in each direction of what is transformed at once. */
    private static final int BLOCK = 8;
    /** Two bytes for each coefficient. */
    private static final int BLOCK_BYTES = 2 * BLOCK * BLOCK;

    /**
     * Reads the header at a position of a file.
     *
     * @param content where its length stands
     * @param end where it ends
     * @throws ImageException if it is of a form that is not decoded, or makes no sense
     */
    static JpegFrame read(byte[] file, int marker, int content, int end) {
        if (end < content + LENGTH) {
            throw damaged("its frame header is too short");
        }
        int precision = file[content + 2];
        if (marker > PROGRESSIVE || precision != 8) {
            throw new ImageException(
                    Reason.UNSUPPORTED,
                    "the JPEG is lossless, hierarchical, of arithmetic coding or of %d bits; baseline and progressive of 8 bits are decoded"
                            .formatted(precision));
        }
        int components = file[content + 7];
        if (components != 1 && components != 3) {
            // The JDK reads CMYK, with colours of its own.
            throw new ImageException(
                    Reason.UNSUPPORTED,
                    "the JPEG has %d components, as CMYK has; grey and RGB are decoded, convert it"
                            .formatted(components));
        }
        if (end != content + LENGTH + components * COMPONENT_LENGTH) {
            throw damaged("the length of its frame header is not that of its components");
        }
        int height = uint16(file, content + 3);
        int width = uint16(file, content + 5);
        if (width == 0 || height == 0) {
            throw damaged("a side is 0");
        }
        byte[] sampling = new byte[components];
        for (int i = 0; i < components; i++) {
            sampling[i] = file[content + LENGTH + i * COMPONENT_LENGTH + 1];
        }
        JpegFrame frame = new JpegFrame(width, height, marker == PROGRESSIVE, sampling);
        frame.requireSampling();
        return frame;
    }

    int components() {
        return sampling.length;
    }

    /**
     * The bytes of all coefficients together, which the decoder keeps outside of the heap where it needs several scans
     * for a pixel. Rows and columns are filled up to whole units of the least frequent component.
     */
    long coefficientBytes() {
        int mostAcross = 1;
        int mostDown = 1;
        for (int i = 0; i < components(); i++) {
            mostAcross = Math.max(mostAcross, across(i));
            mostDown = Math.max(mostDown, down(i));
        }
        long blocks = 0;
        for (int i = 0; i < components(); i++) {
            blocks += blocks(width, across(i), mostAcross) * blocks(height, down(i), mostDown);
        }
        return blocks * BLOCK_BYTES;
    }

    private static long blocks(int pixels, int sampling, int most) {
        int blocks = Math.ceilDiv(pixels * sampling, most * BLOCK);
        return (long) Math.ceilDiv(blocks, sampling) * sampling;
    }

    private void requireSampling() {
        for (int i = 0; i < components(); i++) {
            if (across(i) < 1 || across(i) > MAX_SAMPLING || down(i) < 1 || down(i) > MAX_SAMPLING) {
                throw damaged("a component is sampled %d x %d times, expected 1 to 4".formatted(across(i), down(i)));
            }
        }
    }

    private int across(int component) {
        return sampling[component] >> 4 & 0xf;
    }

    private int down(int component) {
        return sampling[component] & 0xf;
    }

    private static int uint16(byte[] file, int at) {
        return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
    }

    private static ImageException damaged(String how) {
        return ImageException.damaged("the JPEG is damaged: " + how);
    }
}
