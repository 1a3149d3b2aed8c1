package dev.etiqueta.dvc;

import java.security.MessageDigest;

/**
 * The digests that DVC 2 may have given to a content. It hashed chunks of 1 MiB, in texts without the carriage return
 * of each line end that lies in one chunk. Whether it is a text, the first chunk decided for all in DVC 2, and each
 * chunk for itself where DVC 3 read such objects; and DVC 2 objects that are no texts have the MD5 of their bytes.
 *
 * @see <a href="https://github.com/treeverse/dvc/blob/2.58.2/dvc/utils/__init__.py">DVC 2</a>
 * @see <a href="https://github.com/treeverse/dvc-data/blob/3.16.12/src/dvc_data/hashfile/hash.py">DVC 3</a>
 */
final class Dos2UnixHash implements ContentHash {

    private static final int CHUNK = 1 << 20;

    /** How much of a chunk is looked at to tell a text from other contents. */
    private static final int SAMPLE = 512;

    private static final double MOST_NON_TEXT = 0.30;
    private static final String CONTROLS_IN_TEXT = "\n\r\t\f\b";

    private final ContentHash.Plain raw = new ContentHash.Plain();
    private final MessageDigest asFirstChunk = Digest.newHash();
    private final MessageDigest chunkByChunk = Digest.newHash();
    private final byte[] chunk = new byte[CHUNK];
    private final byte[] unix = new byte[CHUNK];
    private int filled;
    private boolean first = true;
    private boolean firstIsText;

    @Override
    public void update(byte[] bytes, int offset, int length) {
        raw.update(bytes, offset, length);
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, CHUNK - filled);
            System.arraycopy(bytes, offset + done, chunk, filled, part);
            filled += part;
            done += part;
            if (filled == CHUNK) {
                hashChunk();
            }
        }
    }

    @Override
    public boolean matches(Digest expected) {
        if (filled > 0) {
            hashChunk();
        }
        return raw.matches(expected)
                || Digest.of(asFirstChunk).equals(expected)
                || Digest.of(chunkByChunk).equals(expected);
    }

    @Override
    public Digest found() {
        return raw.found();
    }

    private void hashChunk() {
        boolean text = isText();
        if (first) {
            firstIsText = text;
            first = false;
        }
        int unixLength = text || firstIsText ? convert() : 0;
        hash(asFirstChunk, firstIsText, unixLength);
        hash(chunkByChunk, text, unixLength);
        filled = 0;
    }

    private void hash(MessageDigest hash, boolean text, int unixLength) {
        hash.update(text ? unix : chunk, 0, text ? unixLength : filled);
    }

    /** Leaves the carriage returns of line ends out; gives the length of what is left. */
    private int convert() {
        int length = 0;
        for (int i = 0; i < filled; i++) {
            if (chunk[i] != '\r' || i + 1 == filled || chunk[i + 1] != '\n') {
                unix[length++] = chunk[i];
            }
        }
        return length;
    }

    private boolean isText() {
        int sample = Math.min(filled, SAMPLE);
        int nonText = 0;
        for (int i = 0; i < sample; i++) {
            if (chunk[i] == 0) {
                return false;
            }
            boolean printable = chunk[i] >= 0x20 && chunk[i] < 0x7f;
            if (!printable && CONTROLS_IN_TEXT.indexOf(chunk[i]) < 0) {
                nonText++;
            }
        }
        return nonText <= MOST_NON_TEXT * sample;
    }
}
