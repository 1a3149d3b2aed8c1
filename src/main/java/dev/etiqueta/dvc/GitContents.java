package dev.etiqueta.dvc;

import dev.etiqueta.dvc.OutputFinder.Found;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Outputs with {@code cache: false}, whose content git holds: it has verified them. */
final class GitContents {

    /** As many as a listing of DVC may have. */
    private static final int MOST_FILES = 10_000;

    private final ProjectFiles files;

    GitContents(ProjectFiles files) {
        this.files = files;
    }

    TrackedFiles read(Found found) {
        TrackedOutput output = found.output();
        String wanted = found.below().isEmpty() ? output.path() : output.path() + "/" + found.below();
        List<String> paths = files.find(path -> ProjectPath.isWithin(wanted, path), MOST_FILES + 1);
        if (paths.size() > MOST_FILES) {
            throw new DvcException(
                    "%s has more than %d files".formatted(Names.shown(wanted), MOST_FILES),
                    "Let DVC cache it, and git not keep it.");
        }
        files.prefetch(paths);
        List<TrackedFile> tracked = new ArrayList<>();
        for (String path : paths) {
            Digest digest = digest(content(path));
            String name = path.equals(wanted) ? ProjectPath.name(path) : below(wanted, path);
            // Read again when it is wanted: all of them at once may be much.
            tracked.add(new TrackedFile(name, digest, output.executable(), limit -> read(path, digest, limit)));
        }
        if (tracked.isEmpty()) {
            throw new DvcException(
                    "%s should be in git, because its output says cache: false, and is not".formatted(wanted),
                    "Commit it, or let DVC cache it.");
        }
        return new TrackedFiles(output.id().digest(), tracked, () -> {});
    }

    /** Git stores any name that is pushed, {@code ..} too. */
    private static String below(String folder, String path) {
        try {
            return ProjectPath.requireBelow(path.substring(folder.length() + 1));
        } catch (IllegalArgumentException e) {
            throw new DvcException(
                    "%s makes no sense: %s".formatted(Names.shown(folder), e.getMessage()), "Commit it anew.");
        }
    }

    private byte[] content(String path) {
        return files.read(path)
                .orElseThrow(() -> new DvcException(
                        "%s has gone".formatted(Names.shown(files.name(path))), "Check out the working tree again."));
    }

    private byte[] read(String path, Digest digest, long limit) {
        byte[] content = content(path);
        if (content.length > limit) {
            throw new DvcException(
                    "%s has %d bytes, expected at most %d"
                            .formatted(Names.shown(files.name(path)), content.length, limit),
                    "Deploy a smaller one, or give the service more memory.");
        }
        if (!digest(content).equals(digest)) {
            throw new DvcException(
                    "%s has changed while it was read".formatted(Names.shown(files.name(path))), "Deploy it again.");
        }
        return content;
    }

    private static Digest digest(byte[] content) {
        MessageDigest hash = Digest.newHash();
        hash.update(content);
        return Digest.of(hash);
    }
}
