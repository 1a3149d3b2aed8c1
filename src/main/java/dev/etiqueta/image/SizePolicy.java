package dev.etiqueta.image;

import java.util.Locale;

/** What happens to an image whose size is not the contract's. */
public enum SizePolicy {
    /** It is an error: the client is told both sizes. */
    REFUSE,
    /** It is stretched or shrunk with a bilinear filter, as Pillow's {@code resize} does. */
    RESIZE;

    /** As model cards and answers write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
