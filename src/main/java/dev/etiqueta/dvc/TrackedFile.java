package dev.etiqueta.dvc;

import java.util.function.BiConsumer;

/** A file whose content has the digest that git promises. */
public final class TrackedFile {

    private final String path;
    private final Digest digest;
    private final boolean executable;
    private final Content content;

    /** Where the bytes are. */
    interface Content {

        /**
         * Reads them.
         *
         * @throws DvcException if there are more than the limit, before they take memory
         */
        byte[] read(long limit);
    }

    TrackedFile(String path, Digest digest, boolean executable, Content content) {
        this.path = path;
        this.digest = digest;
        this.executable = executable;
        this.content = content;
    }

    /** Below the tracked directory, with {@code /}; of a single file its name. */
    public String path() {
        return path;
    }

    public Digest digest() {
        return digest;
    }

    public boolean isExecutable() {
        return executable;
    }

    /**
     * Reads the content into memory. It is hashed on its way there, so that nothing can change between the check and
     * the use.
     *
     * @throws DvcException if it cannot be had, or is not what the digest promises
     */
    public byte[] content() {
        return content(Integer.MAX_VALUE - 8);
    }

    /**
     * Reads a content that must not be long.
     *
     * @param limit in bytes
     * @throws DvcException if it is longer, cannot be had, or is not what the digest promises
     */
    public byte[] content(long limit) {
        return content.read(limit);
    }

    TrackedFile checked(BiConsumer<String, byte[]> check) {
        return new TrackedFile(path, digest, executable, limit -> {
            byte[] bytes = content.read(limit);
            check.accept(path, bytes);
            return bytes;
        });
    }
}
