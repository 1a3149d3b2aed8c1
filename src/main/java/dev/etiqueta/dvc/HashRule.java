package dev.etiqueta.dvc;

/** How a content gets its digest, and with that, where DVC keeps it. */
enum HashRule {
    /** The MD5 of the bytes, since DVC 3; in an output it says {@code hash: md5}. */
    MD5("files/md5/"),
    /** DVC 2: the MD5 of the bytes, in texts with Unix line ends; the object has the line ends that it came with. */
    MD5_DOS2UNIX("");

    private final String folder;

    HashRule(String folder) {
        this.folder = folder;
    }

    /** The folder of its objects below the root of a remote or a cache; empty, or with a slash at its end. */
    String folder() {
        return folder;
    }
}
