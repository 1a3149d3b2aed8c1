package dev.etiqueta.image;

/** An image whose header was found acceptable, and of which no pixel has been decoded. */
public final class AcceptedImage {

    private final EncodedImage image;
    private final ImageContract contract;

    AcceptedImage(EncodedImage image, ImageContract contract) {
        this.image = image;
        this.contract = contract;
    }

    /** The bytes that its pixels take while they are decoded, at most and about. */
    public long memory() {
        long pixels = (long) image.width() * image.height();
        int resizing = contract.fits(image) ? 0 : contract.mode().channels();
        return pixels * (image.bytesPerPixel(contract.mode()) + resizing);
    }

    /**
     * Decodes the pixels.
     *
     * @return {@link ImageContract#samples()} samples of 0-255: height x width x channels
     * @throws ImageException if the bytes are damaged or of an unsupported form
     */
    public byte[] decode() {
        byte[] pixels = image.decode(contract.mode());
        return contract.fits(image) ? pixels : Resampler.resize(pixels, image.width(), image.height(), contract);
    }
}
