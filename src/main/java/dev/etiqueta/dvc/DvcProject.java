package dev.etiqueta.dvc;

import dev.etiqueta.dvc.OutputFinder.Found;
import java.nio.file.Files;
import java.nio.file.Path;

/** A DVC project, and what it tracks under a path. */
public final class DvcProject {

    private final ProjectFiles files;
    private final String root;
    private final String path;

    /** Then a folder beside it is as near as a cache. */
    private final boolean inWorkingTree;

    private DvcProject(ProjectFiles files, boolean inWorkingTree, String root, String path) {
        this.files = files;
        this.inWorkingTree = inWorkingTree;
        this.root = root;
        this.path = path;
    }

    /**
     * The project that a path belongs to: that of the nearest folder above it with a {@code .dvc/config}.
     *
     * @param path from the root of the files: a {@code .dvc} file, an output, or a path in a tracked directory
     * @throws DvcException if there is no project, or the path leads out of the files
     */
    public static DvcProject of(ProjectFiles files, String path) {
        String normal = ProjectPath.resolve("", path)
                .orElseThrow(() -> new DvcException(
                        "etiqueta.repository.path is '%s', which lies outside of the repository".formatted(path),
                        "Give a path from the root of the repository, such as models.dvc."));
        String folder = normal;
        while (!folder.isEmpty()) {
            folder = ProjectPath.parent(folder);
            if (files.document(folder.isEmpty() ? DvcConfig.PATH : folder + "/" + DvcConfig.PATH)
                    .isPresent()) {
                return new DvcProject(files, false, folder, normal);
            }
        }
        throw noProject(files.name(normal));
    }

    /**
     * The project around a path of this machine, in a working tree.
     *
     * @throws DvcException if there is none
     */
    public static DvcProject around(Path path) {
        Path file = path.toAbsolutePath().normalize();
        if (path.toString().endsWith(DvcFile.SUFFIX) && Files.notExists(file)) {
            throw new DvcException("%s does not exist".formatted(path), "Check the path, or run `dvc add`.");
        }
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(DvcConfig.PATH))) {
                String below = folder.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                return new DvcProject(new FolderFiles(folder), true, "", below);
            }
        }
        throw noProject(path.toString());
    }

    private static DvcException noProject(String name) {
        return new DvcException(
                "%s lies in no DVC project: no folder above it has a %s".formatted(name, DvcConfig.PATH),
                "Run `dvc init` and `dvc remote add --default`, and commit; or check etiqueta.repository.path.");
    }

    /**
     * Reads what is tracked under the path.
     *
     * @throws DvcException if nothing is, or it cannot be had, or is not what its digests promise
     * @throws dev.etiqueta.failure.ActionableException if the remote is of a kind that cannot be read
     */
    public TrackedFiles read(ReadSettings settings) {
        Found found = new OutputFinder(files).find(path);
        TrackedOutput output = found.output();
        if (output.inGit()) {
            return new GitContents(files).read(found);
        }
        RemoteLocation location = new RemoteFinder(files, root).find(output, settings);
        RemoteObjects remote = new RemoteObjects(location.name(), location.opener(), output.importedFrom());
        ObjectCache cache = inWorkingTree && location.isFolder() ? null : settings.cache();
        ObjectSource source = cache == null ? remote : new CachedObjects(cache, remote);
        try {
            return new TrackedFilesReader(source, cache, settings.total()).read(found);
        } finally {
            remote.close();
        }
    }
}
