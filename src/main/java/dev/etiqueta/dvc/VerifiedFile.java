package dev.etiqueta.dvc;

/**
 * A file whose content has the digest that git promises. The content is in memory and was hashed on its way there, so
 * that nothing can change between the check and the use.
 *
 * @param path below the tracked directory, with {@code /}; of a single file its name
 * @param digest of the content
 * @param content not copied: callers read it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of a model would double it in memory
public record VerifiedFile(String path, Digest digest, byte[] content) {}
