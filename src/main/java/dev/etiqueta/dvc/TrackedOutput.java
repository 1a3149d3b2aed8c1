package dev.etiqueta.dvc;

import org.jspecify.annotations.Nullable;

/**
 * One output that DVC tracks.
 *
 * @param path the file or directory, from the root of the project's files, with {@code /}
 * @param id of the file's content, or of a directory's listing
 * @param size bytes, those of all files in a directory; null where it is not known
 * @param executable whether a single file is to be executable
 * @param inGit whether git holds the content, and DVC's remotes do not
 * @param remote the remote that holds it, in lower case; null for the default one
 * @param importedFrom the repository that it was imported from; null where it is the project's own
 */
record TrackedOutput(
        String path,
        ObjectId id,
        @Nullable Long size,
        boolean executable,
        boolean inGit,
        @Nullable String remote,
        @Nullable String importedFrom) {

    boolean directory() {
        return id.listing();
    }
}
