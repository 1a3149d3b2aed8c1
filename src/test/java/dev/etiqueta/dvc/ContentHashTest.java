package dev.etiqueta.dvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    private static final Digest UNIX = new Digest("1b5bb282b8f8792875e3c4203cfa9c57");
    private static final Digest AS_IT_IS = new Digest("e20942bc0763636e19c18b95bb194501");

    @Test
    void takesATextOfDvc2WithEitherLineEnds() {
        assertThat(matches(HashRule.MD5_DOS2UNIX, "x\r\ny\r\n".getBytes(UTF_8), UNIX))
                .isTrue();
        assertThat(matches(HashRule.MD5_DOS2UNIX, "x\ny\n".getBytes(UTF_8), UNIX))
                .isTrue();
        assertThat(matches(HashRule.MD5_DOS2UNIX, "x\r\ny\r\n".getBytes(UTF_8), AS_IT_IS))
                .isTrue();
        assertThat(matches(HashRule.MD5_DOS2UNIX, "x\r\nz\r\n".getBytes(UTF_8), UNIX))
                .isFalse();
    }

    @Test
    void takesEachByteOfDvc3AsItIs() {
        assertThat(matches(HashRule.MD5, "x\r\ny\r\n".getBytes(UTF_8), AS_IT_IS))
                .isTrue();
        assertThat(matches(HashRule.MD5, "x\r\ny\r\n".getBytes(UTF_8), UNIX)).isFalse();
    }

    @Test
    void leavesTheLineEndsOfBinaryContents() {
        byte[] binary = "\0\r\n".getBytes(UTF_8);

        assertThat(matches(HashRule.MD5_DOS2UNIX, binary, md5("\0\n".getBytes(UTF_8))))
                .isFalse();
        assertThat(matches(HashRule.MD5_DOS2UNIX, binary, md5(binary))).isTrue();
    }

    @Test
    void takesALaterChunkForWhatTheFirstIsAndForWhatItIsItself() {
        byte[] content = new byte[(1 << 20) + 3];
        Arrays.fill(content, 0, 1 << 20, (byte) 'a');
        content[1 << 20] = 0;
        content[(1 << 20) + 1] = '\r';
        content[(1 << 20) + 2] = '\n';
        byte[] asText = Arrays.copyOf(content, content.length - 1);
        asText[1 << 20 | 1] = '\n';

        assertThat(matches(HashRule.MD5_DOS2UNIX, content, md5(asText))).isTrue();
        assertThat(matches(HashRule.MD5_DOS2UNIX, content, md5(content))).isTrue();
    }

    @Test
    void leavesALineEndThatLiesInTwoChunks() {
        byte[] content = new byte[(1 << 20) + 1];
        Arrays.fill(content, (byte) 'a');
        content[(1 << 20) - 1] = '\r';
        content[1 << 20] = '\n';
        byte[] converted = Arrays.copyOf(content, 1 << 20);
        converted[(1 << 20) - 1] = '\n';

        assertThat(matches(HashRule.MD5_DOS2UNIX, content, md5(converted))).isFalse();
        assertThat(matches(HashRule.MD5_DOS2UNIX, content, md5(content))).isTrue();
    }

    private static Digest md5(byte[] content) {
        var hash = Digest.newHash();
        hash.update(content);
        return Digest.of(hash);
    }

    /** In pieces, whose borders must not matter. */
    private static boolean matches(HashRule rule, byte[] content, Digest expected) {
        ContentHash hash = ContentHash.of(rule);
        int piece = Math.max(1, content.length / 7);
        for (int i = 0; i < content.length; i += piece) {
            hash.update(content, i, Math.min(piece, content.length - i));
        }
        return hash.matches(expected);
    }
}
