package dev.etiqueta.dvc;

import java.security.MessageDigest;

/** The digest of a content that comes piece by piece. */
sealed interface ContentHash permits ContentHash.Plain, Dos2UnixHash {

    /** Hashes some more bytes. */
    void update(byte[] bytes, int offset, int length);

    /** Whether the content is the one that a digest stands for. To be asked once, at the end. */
    boolean matches(Digest expected);

    /** The MD5 of the bytes as they are, for messages; after {@link #matches}. */
    Digest found();

    static ContentHash of(HashRule rule) {
        return switch (rule) {
            case MD5 -> new Plain();
            case MD5_DOS2UNIX -> new Dos2UnixHash();
        };
    }

    /** The MD5 of the bytes. */
    final class Plain implements ContentHash {

        private final MessageDigest hash = Digest.newHash();
        private Digest found = new Digest("0".repeat(32));

        @Override
        public void update(byte[] bytes, int offset, int length) {
            hash.update(bytes, offset, length);
        }

        @Override
        public boolean matches(Digest expected) {
            found = Digest.of(hash);
            return found.equals(expected);
        }

        @Override
        public Digest found() {
            return found;
        }
    }
}
