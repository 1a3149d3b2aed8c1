package dev.etiqueta.dvc;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What an output stands for. As far as there is a cache, it holds the contents for as long as this is not closed; they
 * can be read after that, too.
 */
public final class TrackedFiles implements AutoCloseable {

    private final Digest digest;
    private final List<TrackedFile> files;
    private final Runnable release;

    TrackedFiles(Digest digest, List<TrackedFile> files, Runnable release) {
        this.digest = digest;
        this.files = List.copyOf(files);
        this.release = release;
    }

    /** Of the output: of the file, or of the directory's listing. */
    public Digest digest() {
        return digest;
    }

    /** In the order of the listing. */
    public List<TrackedFile> files() {
        return files;
    }

    /**
     * Writes them into a folder: a new one, an empty one, or one that was written by this before, whose files they
     * replace.
     *
     * @throws DvcException if one cannot be had, or the folder cannot be written or holds other files
     */
    public void writeTo(Path folder) {
        new FolderWriter(folder).write(files);
    }

    /**
     * Some of the files, with a check of each content whenever it is read.
     *
     * @param paths of those that are left
     * @param check is given the path and the content, and throws if that is not to be used
     */
    public TrackedFiles checked(Collection<String> paths, BiConsumer<String, byte[]> check) {
        Set<String> left = Set.copyOf(paths);
        List<TrackedFile> checked = files.stream()
                .filter(file -> left.contains(file.path()))
                .map(file -> file.checked(check))
                .toList();
        return new TrackedFiles(digest, checked, release);
    }

    /** Lets the cache evict the contents. */
    @Override
    public void close() {
        release.run();
    }
}
