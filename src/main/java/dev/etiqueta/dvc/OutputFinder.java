package dev.etiqueta.dvc;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the output that a path means, as DVC does: in {@code .dvc} files, and in {@code dvc.lock}. */
final class OutputFinder {

    private static final int MOST_NAMES = 10;

    /** Files that are searched for an output. */
    private static final int MOST_FILES = 1000;

    /** In bytes, of all of them together: the .dvc files of a thousand outputs have less than one of them may have. */
    private static final int LONGEST_SEARCH = 3 * ProjectFiles.LONGEST_DOCUMENT;

    private final ProjectFiles files;
    private long searched;

    OutputFinder(ProjectFiles files) {
        this.files = files;
    }

    /**
     * An output, or what lies below a path in it.
     *
     * @param below the path in a tracked directory; empty for all of it
     */
    record Found(TrackedOutput output, String below) {}

    /**
     * Finds an output.
     *
     * @param path a {@code .dvc} file, the path of an output, or a path in a tracked directory
     * @throws DvcException if nothing tracks it, or the file that does cannot be used
     */
    Found find(String path) {
        if (path.endsWith(DvcFile.SUFFIX)) {
            return new Found(onlyOutput(path), "");
        }
        // Most often the file that tracks it has its name, or lies in a folder above it.
        List<String> all = trackingFiles();
        List<String> near = all.stream()
                .filter(file -> isNear(file, path))
                .sorted(nearest(path))
                .toList();
        List<String> far = all.stream().filter(file -> !near.contains(file)).toList();
        return Stream.of(near, far)
                .map(candidates -> find(path, candidates))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new DvcException(
                        "%s is tracked by no .dvc file and no dvc.lock; found %s"
                                .formatted(files.name(path), some(all)),
                        "Name a .dvc file or an output with etiqueta.repository.path, or run `dvc add`."));
    }

    private Optional<Found> find(String path, List<String> candidates) {
        files.prefetch(candidates);
        return candidates.stream()
                .flatMap(file -> outputs(file).stream())
                .filter(output ->
                        output.path().equals(path) || (output.directory() && ProjectPath.isWithin(output.path(), path)))
                .map(output -> new Found(
                        output,
                        path.equals(output.path())
                                ? ""
                                : path.substring(output.path().length() + 1)))
                .findFirst();
    }

    private TrackedOutput onlyOutput(String path) {
        if (files.document(path).isEmpty()) {
            throw new DvcException(
                    "%s does not exist; found %s".formatted(files.name(path), some(trackingFiles())),
                    "Check etiqueta.repository.path and the revision, or run `dvc add`.");
        }
        List<TrackedOutput> outputs = outputs(path);
        if (outputs.size() > 1) {
            throw new DvcException(
                    "%s tracks %d outputs: %s"
                            .formatted(
                                    files.name(path),
                                    outputs.size(),
                                    some(outputs.stream()
                                            .map(TrackedOutput::path)
                                            .toList())),
                    "Name one of them with etiqueta.repository.path.");
        }
        return outputs.getFirst();
    }

    private List<TrackedOutput> outputs(String path) {
        byte[] content = document(path).orElse(new byte[0]);
        return path.endsWith(DvcFile.SUFFIX)
                ? DvcFile.read(files.name(path), path, content)
                : DvcLock.read(
                        files.name(path),
                        path,
                        content,
                        document(DvcLock.definitionOf(path)).orElse(null));
    }

    private Optional<byte[]> document(String path) {
        Optional<byte[]> content = files.document(path);
        searched += content.map(bytes -> bytes.length).orElse(0);
        if (searched > LONGEST_SEARCH) {
            throw new DvcException(
                    "the files that may track an output have more than %d bytes".formatted(LONGEST_SEARCH),
                    "Name the .dvc file with etiqueta.repository.path.");
        }
        return content;
    }

    private List<String> trackingFiles() {
        List<String> found = files.find(OutputFinder::mayTrack, MOST_FILES + 1);
        if (found.size() > MOST_FILES) {
            throw new DvcException(
                    "there are more than %d files that may track an output".formatted(MOST_FILES),
                    "Name the .dvc file with etiqueta.repository.path.");
        }
        return found;
    }

    private static boolean mayTrack(String file) {
        String name = ProjectPath.name(file);
        return name.equals(DvcLock.NAME) || (name.endsWith(DvcFile.SUFFIX) && !name.equals(DvcFile.SUFFIX));
    }

    private static boolean isNear(String file, String path) {
        return ProjectPath.isWithin(ProjectPath.parent(file), path);
    }

    /** The file of the same name first, then the deepest folder's. */
    private static Comparator<String> nearest(String path) {
        return Comparator.<String>comparingInt(file -> ProjectPath.isWithin(withoutSuffix(file), path) ? 0 : 1)
                .thenComparingInt(file -> -ProjectPath.parent(file).length())
                .thenComparing(Comparator.naturalOrder());
    }

    private static String withoutSuffix(String file) {
        return file.endsWith(DvcFile.SUFFIX) ? file.substring(0, file.length() - DvcFile.SUFFIX.length()) : file;
    }

    private static String some(List<String> names) {
        if (names.isEmpty()) {
            return "none at all";
        }
        String listed = names.stream().limit(MOST_NAMES).map(Names::shown).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? listed + " and %d more".formatted(names.size() - MOST_NAMES) : listed;
    }
}
