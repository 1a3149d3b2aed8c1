package dev.etiqueta.image;

import dev.etiqueta.image.ImageException.Reason;

/**
 * Decodes PNG and JPEG, told apart by content. Immutable and free of locks: one decoder serves all threads.
 *
 * <p>Colour becomes grey by ITU-R 601 luma with Pillow's rounding, alpha is composed over black, samples of other
 * depths are scaled to 0-255.
 */
public final class ImageDecoder {

    private final long maxPixels;

    /** @param maxPixels images whose header promises more than this many pixels are refused before they are decoded */
    public ImageDecoder(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /**
     * Decodes one image. Nothing in proportion to its pixels is allocated before the header has been found acceptable.
     *
     * @return {@link ImageContract#samples()} samples of 0-255: height x width x channels
     * @throws ImageException if the bytes are not an image that the contract accepts
     */
    public byte[] decode(byte[] encoded, ImageContract contract) {
        return open(encoded, contract).decode(() -> {});
    }

    /**
     * Reads the header of an image, and decodes nothing yet.
     *
     * @throws ImageException if the bytes are not an image that the contract accepts
     */
    public AcceptedImage open(byte[] encoded, ImageContract contract) {
        EncodedImage image = open(encoded);
        long pixels = (long) image.width() * image.height();
        if (pixels > maxPixels) {
            throw new ImageException(
                    Reason.TOO_MANY_PIXELS,
                    "the image is %d x %d, which is %d pixels; at most %d are decoded"
                            .formatted(image.width(), image.height(), pixels, maxPixels));
        }
        if (!contract.fits(image) && contract.size() == SizePolicy.REFUSE) {
            throw new ImageException(
                    Reason.WRONG_SIZE,
                    "the image is %d x %d, the model takes %d x %d and does not resize"
                            .formatted(image.width(), image.height(), contract.width(), contract.height()));
        }
        return new AcceptedImage(image, contract);
    }

    private static EncodedImage open(byte[] encoded) {
        if (encoded.length == 0) {
            throw ImageException.damaged("the image is empty (0 bytes)");
        }
        ImageFormat format = ImageFormat.of(encoded);
        return switch (format) {
            case PNG -> new PngImage(encoded);
            case JPEG -> new JpegImage(encoded);
            default ->
                throw new ImageException(
                        Reason.NOT_AN_IMAGE, "expected a PNG or a JPEG, found %s".formatted(format.description()));
        };
    }
}
