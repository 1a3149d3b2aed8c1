package dev.etiqueta.image;

/** ITU-R 601-2 luma, L = 0.299 R + 0.587 G + 0.114 B, in the 16-bit fixed point that Pillow uses, so that no pixel differs. */
final class Luma {

    private Luma() {}

    /** Luma of 0-255 from samples of 0-255. */
    static int of(int red, int green, int blue) {
        return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
    }
}
