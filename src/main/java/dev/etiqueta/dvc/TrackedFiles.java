package dev.etiqueta.dvc;

import java.util.List;

/**
 * What a {@code .dvc} file stands for, with every byte verified.
 *
 * @param digest of the output: of the file, or of the directory's listing
 * @param files in the order of the listing
 */
public record TrackedFiles(Digest digest, List<VerifiedFile> files) {

    public TrackedFiles {
        files = List.copyOf(files);
    }
}
