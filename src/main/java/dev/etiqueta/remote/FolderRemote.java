package dev.etiqueta.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder on a disk or a mounted volume. Links are followed, also to places outside: whoever may write to the folder
 * put them there.
 */
record FolderRemote(Path root) implements Remote {

    /** Opens one by its absolute path, or its {@code file://} URL, whose path is not percent-encoded in DVC. */
    static FolderRemote open(RemoteSettings settings) {
        String path = settings.url().replaceFirst("(?i)^file://", "");
        try {
            Path root = Path.of(path);
            if (root.isAbsolute()) {
                return new FolderRemote(root);
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw new RemoteOptionException(
                settings, "has url = %s, which is no absolute path".formatted(path), "Name a folder from the root on.");
    }

    @Override
    public InputStream open(String path) throws RemoteException {
        Path file = root.resolve(ObjectPath.checked(path));
        try {
            // Opening a pipe would wait for its writer, and a directory opens and cannot be read.
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                String found = attributes.isDirectory() ? "a directory" : "not a plain file";
                throw failure(RemoteException.Reason.FAILED, file, "is " + found, null);
            }
            return new CheckedStream(Files.newInputStream(file), cause -> broken(file, cause));
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw unopened(file, e);
        }
    }

    @Override
    public String address(String path) {
        return root.resolve(path).toString();
    }

    RemoteException unopened(Path file, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return failure(RemoteException.Reason.FORBIDDEN, file, "this user may not read it", cause);
        }
        if (!(cause instanceof NoSuchFileException)) {
            return failure(RemoteException.Reason.FAILED, file, cause.toString(), cause);
        }
        if (Files.isSymbolicLink(file)) {
            return failure(RemoteException.Reason.FAILED, file, "is a link to a file that does not exist", cause);
        }
        if (!Files.isDirectory(root)) {
            // An absent object would be the wrong trail: more often a volume is not mounted.
            return failure(RemoteException.Reason.FAILED, file, "there is no folder " + root, cause);
        }
        return failure(RemoteException.Reason.NOT_FOUND, file, "no such file", cause);
    }

    private static RemoteException broken(Path file, Exception cause) {
        return failure(RemoteException.Reason.UNREACHABLE, file, "reading broke off: " + cause, cause);
    }

    private static RemoteException failure(
            RemoteException.Reason reason, Path file, String detail, @Nullable Exception cause) {
        return new RemoteException(reason, file.toString(), detail, cause);
    }
}
