package dev.etiqueta;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A git repository of src/test/python/repositories.py, and the folders that its DVC remotes are read from. What is in
 * them, src/test/resources/repositories/README.md says.
 */
public final class RepositoryFixture {

    private final Path folder;

    private RepositoryFixture(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks a repository.
     *
     * @param name such as {@code dvc3}
     * @param folder where to; it may be missing
     */
    public static RepositoryFixture unpack(String name, Path folder) throws IOException {
        String resource = "/repositories/" + name + ".zip";
        try (InputStream in = RepositoryFixture.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is missing: src/test/python/repositories.py writes it");
            }
            return unpack(new ZipInputStream(in), folder);
        }
    }

    static RepositoryFixture unpack(ZipInputStream zip, Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Path target = root.resolve(entry.getName()).normalize();
            if (!target.startsWith(root)) {
                throw new IOException("'%s' leaves the folder that it is unpacked to".formatted(entry.getName()));
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
        return new RepositoryFixture(root);
    }

    /** The bare git repository. */
    public Path repository() {
        return folder.resolve("repository.git");
    }

    /**
     * The folder of a remote.
     *
     * @param name {@code store} for the default remote, {@code other} for another one
     */
    public Path store(String name) {
        return folder.resolve(name);
    }
}
