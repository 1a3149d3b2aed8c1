package dev.etiqueta.model;

import java.util.regex.Pattern;

/**
 * What a model is called, and which one it is.
 *
 * @param name in addresses, metrics and logs: letters, digits, dot, dash and underscore, at most 100
 * @param version what was deployed, such as a git tag; models of one deployment share it
 * @param digest the MD5 of the ONNX file, 32 hexadecimal digits
 * @param signers who vouches for it
 */
public record ModelId(String name, String version, String digest, Signers signers) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** @throws IllegalArgumentException if the name has other characters */
    public ModelId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a model's name has letters, digits, '.', '_' and '-' only, found '%s'".formatted(name));
        }
    }

    /** One that nobody vouches for. */
    public ModelId(String name, String version, String digest) {
        this(name, version, digest, Signers.NONE);
    }
}
