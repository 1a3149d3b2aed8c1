package dev.etiqueta.dvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DvcFileTest {

    @Test
    void readsAnMd5OfDigitsOnlyAsText() {
        TrackedOutput output = read("outs:\n- md5: 00000000000000000000000000000123\n  hash: md5\n  path: m\n");

        assertThat(output.id().digest().hex()).isEqualTo("00000000000000000000000000000123");
        assertThat(output.directory()).isFalse();
    }

    @Test
    void ignoresWhatItHasNoUseFor() {
        TrackedOutput output = read("""
                desc: a model
                meta: {team: vision}
                outs:
                - path: m
                  remote: Other
                  isexec: true
                  md5: B1946AC92492D2347C6235B4D2611184.dir
                  hash: md5
                """);

        assertThat(output)
                .isEqualTo(new TrackedOutput(
                        "m",
                        ObjectId.parse("b1946ac92492d2347c6235b4d2611184.dir", HashRule.MD5),
                        null,
                        true,
                        false,
                        "other",
                        null));
    }

    @Test
    void knowsDvc2ByTheHashThatItDoesNotName() {
        TrackedOutput output = read("outs:\n- md5: b1946ac92492d2347c6235b4d2611184\n  path: m\n");

        assertThat(output.id().rule()).isEqualTo(HashRule.MD5_DOS2UNIX);
        assertThat(output.id().paths())
                .containsExactly("b1/946ac92492d2347c6235b4d2611184", "files/md5/b1/946ac92492d2347c6235b4d2611184");
    }

    @Test
    void findsOutputsRelativeToTheWorkingFolder() {
        List<TrackedOutput> outputs = DvcFile.read(
                "x.dvc",
                "meta/tracking/x.dvc",
                "wdir: ../..\nouts:\n- {md5: b1946ac92492d2347c6235b4d2611184, hash: md5, path: shared/m}\n"
                        .getBytes(UTF_8));

        assertThat(outputs).extracting(TrackedOutput::path).containsExactly("shared/m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "outs",
                "outs: []",
                "outs: [1]",
                "{",
                "outs:\n- path: m\n  hash: md5\n",
                "outs:\n- md5: xyz\n  hash: md5\n  path: m\n",
                "outs:\n- {md5: b1946ac92492d2347c6235b4d2611184, path: ../../b}\n",
                "outs:\n- {md5: b1946ac92492d2347c6235b4d2611184, path: /etc/passwd}\n",
                "outs:\n- {md5: b1946ac92492d2347c6235b4d2611184, hash: sha, path: b}\n",
                "outs:\n- {md5: b1946ac92492d2347c6235b4d2611184, size: x, path: b}\n",
                "outs:\n- {path: b, version_id: x}\n",
                "outs:\n- {md5: b1946ac92492d2347c6235b4d2611184, size: 18446744073709551615, path: b}\n",
                "a: &a [x]\nouts: *b\n"
            })
    void refusesWhatIsNoDvcFile(String content) {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(content))
                .withMessageContaining("models.dvc");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read("outs: " + "[".repeat(100_000) + "]".repeat(100_000)))
                .withMessageContaining("nested");
    }

    private static TrackedOutput read(String content) {
        return DvcFile.read("models.dvc", "models.dvc", content.getBytes(UTF_8)).getFirst();
    }
}
