package dev.etiqueta.git;

import org.jspecify.annotations.Nullable;

/** How much is wanted of the objects that are asked for, and of what they point at. */
enum Extent {
    /** Just these commits and tags; no history, and no trees where the server can leave them out. */
    OBJECTS("tree:0", true, Extent.METADATA_BYTES),
    /** Commits with all of their trees; no history, and no file contents where the server can leave them out. */
    TREES("blob:none", true, Extent.METADATA_BYTES),
    /** Commits with all of their files; no history. */
    FILES(null, true, 0),
    /** Commits with all of their history; no trees where the server can leave them out. */
    HISTORY("tree:0", false, Extent.METADATA_BYTES),
    /** Just these file contents. */
    BLOBS(null, false, Extent.FILE_BYTES);

    /** The longest file that is read. */
    static final int FILE_BYTES = 16 << 20;

    static final int METADATA_BYTES = 64 << 20;

    private final @Nullable String filter;
    private final boolean shallow;
    private final long objectBytes;

    Extent(@Nullable String filter, boolean shallow, long objectBytes) {
        this.filter = filter;
        this.shallow = shallow;
        this.objectBytes = objectBytes;
    }

    /** What the server is asked to leave out, as git writes it; null for nothing. */
    @Nullable
    String filter() {
        return filter;
    }

    /** Whether the commits come without their history. */
    boolean isShallow() {
        return shallow;
    }

    /**
     * The longest object that is taken, in bytes; 0 for any.
     *
     * @param filtered whether the server leaves out what it is asked to; else file contents come along
     */
    long objectBytes(boolean filtered) {
        return filter == null || filtered ? objectBytes : 0;
    }
}
