package dev.etiqueta.image;

/** An image whose header was found acceptable, and of which no pixel has been decoded. */
public final class AcceptedImage {

    private final EncodedImage image;
    private final ImageContract contract;

    AcceptedImage(EncodedImage image, ImageContract contract) {
        this.image = image;
        this.contract = contract;
    }

    /** The bytes of the heap that its pixels take while they are decoded, at most and about. */
    public long memory() {
        long pixels = (long) image.width() * image.height();
        int resizing = contract.fits(image) ? 0 : contract.mode().channels();
        return pixels * (image.bytesPerPixel(contract.mode()) + resizing);
    }

    /** The bytes outside of the heap that decoding takes: of files that have all pixels in several pieces. */
    public long nativeMemory() {
        return image.nativeBytes();
    }

    /**
     * Decodes the pixels.
     *
     * @param check called now and then meanwhile; what it throws ends the decoding, such as that it takes too long
     * @return {@link ImageContract#samples()} samples of 0-255: height x width x channels
     * @throws ImageException if the bytes are damaged or of an unsupported form
     */
    public byte[] decode(Runnable check) {
        byte[] pixels = image.decode(contract.mode(), check);
        if (contract.fits(image)) {
            return pixels;
        }
        check.run();
        return Resampler.resize(pixels, image.width(), image.height(), contract);
    }
}
