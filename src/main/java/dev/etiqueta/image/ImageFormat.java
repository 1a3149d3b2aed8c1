package dev.etiqueta.image;

/** The format of a file by its first bytes; those that are not decoded are here to be named in the refusal. */
enum ImageFormat {
    PNG("a PNG", "\u0089PNG\r\n\u001a\n"),
    JPEG("a JPEG", "\u00ff\u00d8\u00ff"),
    GIF("a GIF", "GIF8"),
    WEBP("a WebP or another RIFF file", "RIFF"),
    BMP("a BMP", "BM"),
    TIFF("a TIFF", "II*\0"),
    PDF("a PDF", "%PDF"),
    OTHER("something else", "");

    private final String description;
    /** The first bytes, each as the character of its number; all files start with the last format's. */
    private final String magic;

    ImageFormat(String description, String magic) {
        this.description = description;
        this.magic = magic;
    }

    static ImageFormat of(byte[] bytes) {
        for (ImageFormat format : values()) {
            if (format.starts(bytes)) {
                return format;
            }
        }
        return OTHER;
    }

    String description() {
        return description;
    }

    private boolean starts(byte[] bytes) {
        if (bytes.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((bytes[i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
