package dev.etiqueta.dvc;

import dev.etiqueta.dvc.OutputFinder.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches what an output stands for. Only the listing of a directory is read at once; contents when they are asked for. */
final class TrackedFilesReader {

    /** In bytes: some ten thousand files. */
    private static final long LONGEST_LISTING = ProjectFiles.LONGEST_DOCUMENT;

    private final ObjectSource source;
    private final @Nullable ObjectCache cache;
    private final Duration total;

    TrackedFilesReader(ObjectSource source, @Nullable ObjectCache cache, Duration total) {
        this.source = source;
        this.cache = cache;
        this.total = total;
    }

    /**
     * Reads an output, as far as the cache can hold it.
     *
     * @throws DvcException if an object is missing, cannot be read, or is not what its digest promises
     */
    TrackedFiles read(Found found) {
        TimeLimit time = new TimeLimit(total);
        TrackedOutput output = found.output();
        long limit = limit(output);
        ObjectRequest whole = new ObjectRequest(output.id(), output.path(), limit(output), time);
        if (!output.directory()) {
            String name = ProjectPath.name(output.path());
            return fetched(output, List.of(new Entry(name, whole, output.executable())));
        }
        // A listing is no file of the directory, whose size does not say anything about it.
        byte[] listing = source.read(new ObjectRequest(output.id(), output.path(), LONGEST_LISTING, time));
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, Digest> file :
                DirectoryListing.parse(listing).files().entrySet()) {
            if (ProjectPath.isWithin(found.below(), file.getKey())) {
                ObjectId id = output.id().member(file.getValue());
                String name = output.path() + "/" + file.getKey();
                entries.add(new Entry(
                        nameBelow(found.below(), file.getKey()), new ObjectRequest(id, name, limit, time), false));
            }
        }
        if (entries.isEmpty() && !found.below().isEmpty()) {
            throw new DvcException(
                    "%s holds no %s".formatted(output.path(), found.below()), "Check etiqueta.repository.path.");
        }
        return fetched(output, entries);
    }

    private record Entry(String path, ObjectRequest request, boolean executable) {}

    private TrackedFiles fetched(TrackedOutput output, List<Entry> entries) {
        Set<ObjectId> objects = new LinkedHashSet<>(List.of(output.id()));
        entries.forEach(entry -> objects.add(entry.request().id()));
        ObjectCache.Use use = cache == null ? () -> {} : cache.use(objects);
        try {
            entries.forEach(entry -> source.fetch(entry.request()));
        } catch (RuntimeException e) {
            use.close();
            throw e;
        }
        List<TrackedFile> files = entries.stream().map(this::file).toList();
        return new TrackedFiles(output.id().digest(), files, use::close);
    }

    private TrackedFile file(Entry entry) {
        ObjectRequest request = entry.request();
        return new TrackedFile(
                entry.path(),
                request.id().digest(),
                entry.executable(),
                // It may be read long after it was fetched.
                limit -> source.read(new ObjectRequest(
                        request.id(), request.file(), Math.min(limit, request.limit()), new TimeLimit(total))));
    }

    /** Of a directory, no file is larger than all of them. */
    private long limit(TrackedOutput output) {
        return output.size() == null ? sizeOfCache() : output.size();
    }

    private long sizeOfCache() {
        return cache == null ? Long.MAX_VALUE : cache.maxSize();
    }

    private static String nameBelow(String below, String path) {
        if (below.isEmpty()) {
            return path;
        }
        return path.equals(below) ? ProjectPath.name(path) : path.substring(below.length() + 1);
    }
}
