package dev.etiqueta.dvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryListingTest {

    private static final String MD5 = "b1946ac92492d2347c6235b4d2611184";

    @Test
    void keepsTheOrderAndToleratesOtherKeys() {
        DirectoryListing listing = parse(
                "[{\"md5\": \"%s\", \"relpath\": \"z\", \"size\": 1}, {\"md5\": \"%s\", \"relpath\": \"a/\\u00e9\"}]"
                        .formatted(MD5, MD5));

        assertThat(listing.files().keySet()).containsExactly("z", "a/é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../up",
                "a/../../up",
                "a//b",
                "./a",
                "a\\\\b",
                "a/",
                "nul\\u0000",
                "line\\nfeed",
                "\\u001b[2J"
            })
    void refusesAPathThatDoesNotLieBelowTheDirectory(String path) {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> parse("[{\"md5\": \"%s\", \"relpath\": \"%s\"}]".formatted(MD5, path)))
                .withMessageContaining("listing of the tracked directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "[{}]", "[{\"relpath\": \"a\", \"md5\": \"b\"}]", "[", "null"})
    void refusesWhatIsNoListing(String content) {
        assertThatExceptionOfType(DvcException.class).isThrownBy(() -> parse(content));
    }

    @Test
    void refusesAPathThatStandsTwice() {
        String entry = "{\"md5\": \"%s\", \"relpath\": \"a\"}".formatted(MD5);
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> parse("[%s, %s]".formatted(entry, entry)))
                .withMessageContaining("twice");
    }

    @Test
    void refusesAFileThatIsAFolderToo() {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(
                        () -> parse("[{\"md5\": \"%s\", \"relpath\": \"a\"}, {\"md5\": \"%s\", \"relpath\": \"a/b\"}]"
                                .formatted(MD5, MD5)))
                .withMessageContaining("as a file and as a folder");
    }

    private static DirectoryListing parse(String content) {
        return DirectoryListing.parse(content.getBytes(UTF_8));
    }

    @Test
    @Timeout(10)
    void takesNoTimeForAPathOfSlashes() {
        String listing = "[{\"md5\": \"b1946ac92492d2347c6235b4d2611184\", \"relpath\": \"%sa\"}]"
                .formatted("a/".repeat(480_000));

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> DirectoryListing.parse(listing.getBytes(UTF_8)))
                .withMessageContaining("too long a path");
    }
}
