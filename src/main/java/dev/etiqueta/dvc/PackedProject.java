package dev.etiqueta.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/** A {@code .dvc} file and its objects in the class path: what the build packed into the jar. */
public final class PackedProject {

    private final ClassLoader loader;
    private final String root;

    /** @param root the folder of the class path that holds the {@code .dvc} file, and below {@code remote} its objects */
    public PackedProject(ClassLoader loader, String root) {
        this.loader = loader;
        this.root = root;
    }

    /**
     * Reads what the packed {@code .dvc} file tracks.
     *
     * @throws DvcException if the jar holds no such file, or its objects are damaged
     */
    public TrackedFiles read(String dvcFile) {
        try (InputStream in = open(root + "/" + dvcFile)) {
            TrackedOutput output = DvcFile.read("%s of the jar".formatted(dvcFile), in.readAllBytes());
            return new DvcReader(new ClassPathStore()).read(output);
        } catch (NoSuchFileException e) {
            throw new DvcException(
                    "neither the working directory nor the jar has a %s".formatted(dvcFile),
                    "Start in a DVC project, or name its .dvc file with etiqueta.repository.path.",
                    e);
        } catch (IOException e) {
            throw new DvcException("%s of the jar cannot be read: %s".formatted(dvcFile, e), "Build the jar anew.", e);
        }
    }

    private InputStream open(String resource) throws IOException {
        InputStream in = loader.getResourceAsStream(resource);
        if (in == null) {
            throw new NoSuchFileException(resource);
        }
        return in;
    }

    private final class ClassPathStore implements ObjectStore {

        @Override
        public InputStream open(String path) throws IOException {
            return PackedProject.this.open(root + "/remote/" + path);
        }

        @Override
        public String location() {
            return "the jar";
        }
    }
}
