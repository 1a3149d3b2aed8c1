package dev.etiqueta.dvc;

import dev.etiqueta.failure.Blame;

/** The objects of a remote, each kept in a cache once it has been read. */
final class CachedObjects implements ObjectSource {

    private final ObjectCache cache;
    private final RemoteObjects remote;

    CachedObjects(ObjectCache cache, RemoteObjects remote) {
        this.cache = cache;
        this.remote = remote;
    }

    @Override
    public void fetch(ObjectRequest wanted) {
        if (!cache.holds(wanted.id())) {
            download(wanted);
        }
    }

    /** Reads from the cache, which verifies what it holds; what is not there, or has gone bad, is read anew. */
    @Override
    public byte[] read(ObjectRequest wanted) {
        return cache.read(wanted).orElseGet(() -> {
            download(wanted);
            return cache.read(wanted)
                    .orElseThrow(() -> new DvcException(
                            Blame.STORAGE,
                            "%s is gone from the cache as soon as it was there".formatted(wanted.file()),
                            "Give etiqueta.cache.max-size more, or find out what else deletes in etiqueta.cache.dir.",
                            null));
        });
    }

    private void download(ObjectRequest wanted) {
        remote.read(wanted, in -> {
            cache.store(wanted.id(), in);
            return true;
        });
    }
}
