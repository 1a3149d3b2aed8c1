package dev.etiqueta.image;

/** An image of which the header has been read and nothing else. */
sealed interface EncodedImage permits PngImage, JpegImage {

    /** Pixels in a row, at least 1. */
    int width();

    /** Rows, at least 1. */
    int height();

    /** The memory of the heap that decoding takes for each pixel, the result included. */
    int bytesPerPixel(ColorMode mode);

    /** The memory outside of the heap that decoding takes, where that depends on the pixels. */
    long nativeBytes();

    /**
     * Decodes the pixels; the caller has decided that their number is acceptable.
     *
     * @param check called now and then meanwhile; what it throws ends the decoding
     * @return height x width x channels samples of 0-255, row by row, the channels of a pixel together
     * @throws ImageException if the bytes are damaged or of an unsupported form
     */
    byte[] decode(ColorMode mode, Runnable check);
}
