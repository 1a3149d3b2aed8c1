package dev.etiqueta.dvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DvcFileTest {

    @Test
    void readsAnMd5OfDigitsOnlyAsText() {
        TrackedOutput output = read("outs:\n- md5: 00000000000000000000000000000123\n  hash: md5\n  path: m\n");

        assertThat(output.digest().hex()).isEqualTo("00000000000000000000000000000123");
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
                .isEqualTo(new TrackedOutput("m", new Digest("b1946ac92492d2347c6235b4d2611184"), true, "Other"));
    }

    @Test
    void namesTheVersionOfDvcThatItDoesNotRead() {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read("outs:\n- md5: b1946ac92492d2347c6235b4d2611184\n  path: m\n"))
                .withMessageContaining("DVC 2");
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
                "outs:\n- {md5: a, path: b}\n- {md5: a, path: b}\n",
                "a: &a [x]\nouts: *b\n"
            })
    void refusesWhatIsNoDvcFile(String content) {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(content))
                .withMessageContaining("models.dvc");
    }

    private static TrackedOutput read(String content) {
        return DvcFile.read("models.dvc", content.getBytes(UTF_8));
    }
}
