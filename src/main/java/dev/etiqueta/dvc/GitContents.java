package dev.etiqueta.dvc;

import dev.etiqueta.dvc.OutputFinder.Found;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Outputs with {@code cache: false}, whose content git holds: it has verified them. */
final class GitContents {

    private final ProjectFiles files;

    GitContents(ProjectFiles files) {
        this.files = files;
    }

    TrackedFiles read(Found found) {
        TrackedOutput output = found.output();
        String wanted = found.below().isEmpty() ? output.path() : output.path() + "/" + found.below();
        List<String> paths = files.list().stream()
                .filter(path -> ProjectPath.isWithin(wanted, path))
                .toList();
        files.prefetch(paths);
        List<TrackedFile> tracked = new ArrayList<>();
        for (String path : paths) {
            byte[] content = files.read(path).orElseThrow();
            String name = path.equals(wanted) ? ProjectPath.name(path) : path.substring(wanted.length() + 1);
            tracked.add(new TrackedFile(name, digest(content), output.executable(), () -> content));
        }
        if (tracked.isEmpty()) {
            throw new DvcException(
                    "%s should be in git, because its output says cache: false, and is not".formatted(wanted),
                    "Commit it, or let DVC cache it.");
        }
        return new TrackedFiles(output.id().digest(), tracked, () -> {});
    }

    private static Digest digest(byte[] content) {
        MessageDigest hash = Digest.newHash();
        hash.update(content);
        return Digest.of(hash);
    }
}
