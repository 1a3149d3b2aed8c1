package dev.etiqueta.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fetches what a {@code .dvc} file tracks, and lets nothing through whose digest is not the one it names. */
final class DvcReader {

    private final ObjectStore store;

    DvcReader(ObjectStore store) {
        this.store = store;
    }

    /**
     * Reads an output.
     *
     * @throws DvcException if an object is missing, cannot be read, or has another digest than expected
     */
    TrackedFiles read(TrackedOutput output) {
        if (!output.directory()) {
            byte[] content = object(output.path(), output.digest(), "");
            String name = output.path().substring(output.path().lastIndexOf('/') + 1);
            return new TrackedFiles(output.digest(), List.of(new VerifiedFile(name, output.digest(), content)));
        }
        DirectoryListing listing = DirectoryListing.parse(object(output.path(), output.digest(), ".dir"));
        Map<Digest, byte[]> contents = new HashMap<>();
        List<VerifiedFile> files = new ArrayList<>();
        listing.files().forEach((path, digest) -> {
            String name = output.path() + "/" + path;
            byte[] content = contents.computeIfAbsent(digest, missing -> object(name, missing, ""));
            files.add(new VerifiedFile(path, digest, content));
        });
        return new TrackedFiles(output.digest(), files);
    }

    private byte[] object(String file, Digest digest, String suffix) {
        String path = "files/md5/%s/%s%s"
                .formatted(digest.hex().substring(0, 2), digest.hex().substring(2), suffix);
        MessageDigest hash = Digest.newHash();
        byte[] content;
        try (InputStream in = new DigestInputStream(store.open(path), hash)) {
            content = in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw new DvcException(
                    "%s is missing: %s has no object %s".formatted(file, store.location(), path),
                    "Was `dvc push` forgotten? Run it where the file was added.",
                    e);
        } catch (IOException e) {
            throw new DvcException(
                    "%s cannot be read: the object %s in %s fails with %s".formatted(file, path, store.location(), e),
                    "Check that the store can be reached and read.",
                    e);
        }
        Digest found = Digest.of(hash);
        if (!found.equals(digest)) {
            throw new DvcException(
                    "%s is corrupt: the object %s in %s should have the md5 %s, its %d bytes have %s"
                            .formatted(file, path, store.location(), digest, content.length, found),
                    "Delete that object and `dvc push` it again from a clone whose `dvc status` is clean.");
        }
        return content;
    }
}
