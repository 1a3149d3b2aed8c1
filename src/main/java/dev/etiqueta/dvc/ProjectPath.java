package dev.etiqueta.dvc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths with {@code /} below the root of a project's files: without a first slash, empty for the root itself. */
final class ProjectPath {

    /** No file system has longer ones. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = 4096;

    private ProjectPath() {}

    /** A path relative to a folder, without dots; empty where it leads out of the root, or is absolute. */
    static Optional<String> resolve(String folder, String path) {
        if (path.startsWith("/")) {
            return Optional.empty();
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : (folder + "/" + path).split("/", -1)) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return Optional.of(String.join("/", segments));
    }

    /**
     * Lets only paths through that a file below any folder may have.
     *
     * @throws IllegalArgumentException if it leads elsewhere, or is none on some machines
     */
    static String requireBelow(String path) {
        if (path.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("'%s' is no path with '/'".formatted(Names.shown(path)));
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a path has control characters");
        }
        if (path.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("'%s' is too long a path".formatted(Names.shown(path)));
        }
        for (String segment : path.split("/", -1)) {
            if (segment.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("'%s' is too long a name".formatted(Names.shown(segment)));
            }
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "'%s' does not lie below the directory".formatted(Names.shown(path)));
            }
        }
        return path;
    }

    /** The folder of a path; empty for what lies in the root. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** The last segment. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether a path is a folder, or lies below it. */
    static boolean isWithin(String folder, String path) {
        return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
    }
}
