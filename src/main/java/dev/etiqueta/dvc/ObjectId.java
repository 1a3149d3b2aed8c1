package dev.etiqueta.dvc;

import java.util.List;

/**
 * An object of DVC's stores.
 *
 * @param digest of its content
 * @param listing whether it is the listing of a directory
 * @param rule how its digest was made
 */
record ObjectId(Digest digest, boolean listing, HashRule rule) {

    private static final String LISTING_SUFFIX = ".dir";

    /**
     * Of the text in a {@code .dvc} file: the digest, with {@code .dir} at its end for a directory.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static ObjectId parse(String md5, HashRule rule) {
        boolean listing = md5.endsWith(LISTING_SUFFIX);
        String hex = listing ? md5.substring(0, md5.length() - LISTING_SUFFIX.length()) : md5;
        return new ObjectId(new Digest(hex), listing, rule);
    }

    /** A file that this listing names. */
    ObjectId member(Digest content) {
        return new ObjectId(content, false, rule);
    }

    /**
     * Where it may lie below the root of a remote or a cache: first where its rule says, then where the other one does.
     * Some versions of DVC have put objects into the other's place, and files written by hand leave the rule out.
     */
    List<String> paths() {
        HashRule other = rule == HashRule.MD5 ? HashRule.MD5_DOS2UNIX : HashRule.MD5;
        return List.of(path(rule), path(other));
    }

    private String path(HashRule layout) {
        return layout.folder() + digest.hex().substring(0, 2) + "/"
                + digest.hex().substring(2) + (listing ? LISTING_SUFFIX : "");
    }

    /** As DVC writes it. */
    @Override
    public String toString() {
        return digest.hex() + (listing ? LISTING_SUFFIX : "");
    }
}
