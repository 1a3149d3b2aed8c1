package dev.etiqueta.image;

/**
 * The pixels that a model wants.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param mode the samples of a pixel
 * @param size what happens to an image of another size
 */
public record ImageContract(int width, int height, ColorMode mode, SizePolicy size) {

    /** @throws IllegalArgumentException for a width or height below 1, or more samples than an array holds */
    public ImageContract {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "an image contract needs a width and a height of at least 1, found %d x %d"
                            .formatted(width, height));
        }
        if ((long) width * height * mode.channels() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an image of %d x %d is too large".formatted(width, height));
        }
    }

    /** Samples of one image: width x height x channels. */
    public int samples() {
        return width * height * mode.channels();
    }

    boolean fits(EncodedImage image) {
        return image.width() == width && image.height() == height;
    }
}
