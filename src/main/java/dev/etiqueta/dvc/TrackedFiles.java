package dev.etiqueta.dvc;

import java.nio.file.Path;
import java.util.List;

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

    /** Lets the cache evict the contents. */
    @Override
    public void close() {
        release.run();
    }
}
