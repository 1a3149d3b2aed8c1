package dev.etiqueta.dvc;

import org.jspecify.annotations.Nullable;

/**
 * One output that a {@code .dvc} file tracks.
 *
 * @param path the file or directory, as the {@code .dvc} file writes it
 * @param digest of the file's content, or of a directory's listing
 * @param directory whether it is a directory
 * @param remote the remote that holds it; null for the default one
 */
record TrackedOutput(
        String path,
        Digest digest,
        boolean directory,
        @Nullable String remote) {}
