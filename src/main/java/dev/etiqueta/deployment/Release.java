package dev.etiqueta.deployment;

import dev.etiqueta.dvc.TrackedFiles;

/**
 * A revision with its files, which the cache holds until it is closed.
 *
 * @param files each verified when it is read
 */
public record Release(Revision revision, TrackedFiles files) implements AutoCloseable {

    @Override
    public void close() {
        files.close();
    }
}
