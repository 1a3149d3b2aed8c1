package dev.etiqueta.dvc;

import dev.etiqueta.dvc.OutputFinder.Found;
import dev.etiqueta.remote.Remote;
import dev.etiqueta.remote.RemoteException;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

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
        try (InputStream in = loader.getResourceAsStream(root + "/" + dvcFile)) {
            if (in == null) {
                throw new DvcException(
                        "neither the working directory nor the jar has a %s".formatted(dvcFile),
                        "Start in a DVC project, or name one with etiqueta.repository.url.");
            }
            TrackedOutput output = DvcFile.read("%s of the jar".formatted(dvcFile), dvcFile, in.readAllBytes())
                    .getFirst();
            RemoteObjects objects = new RemoteObjects("jar", PackedRemote::new, null);
            return new TrackedFilesReader(objects, null, Duration.ofMinutes(1)).read(new Found(output, ""));
        } catch (IOException e) {
            throw new DvcException("%s of the jar cannot be read: %s".formatted(dvcFile, e), "Build the jar anew.", e);
        }
    }

    private final class PackedRemote implements Remote {

        @Override
        public InputStream open(String path) throws RemoteException {
            InputStream in = loader.getResourceAsStream(root + "/remote/" + path);
            if (in == null) {
                throw new RemoteException(Reason.NOT_FOUND, address(path), "no such object", null);
            }
            return in;
        }

        @Override
        public String address(String path) {
            return path + " of the jar";
        }
    }
}
