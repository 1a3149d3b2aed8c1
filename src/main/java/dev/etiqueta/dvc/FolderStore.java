package dev.etiqueta.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store in a folder: a DVC remote on a disk or a mounted volume. */
record FolderStore(Path root) implements ObjectStore {

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(root.resolve(path));
    }

    @Override
    public String location() {
        return root.toString();
    }
}
