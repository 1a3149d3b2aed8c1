package dev.etiqueta.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semver4j.Semver;

class TagVersionTest {

    @ParameterizedTest
    @CsvSource({
        "v4, 4.0.0",
        "v1.10, 1.10.0",
        "1.2.3, 1.2.3",
        "V2, 2.0.0",
        "digits@v1.2.3, 1.2.3",
        "models/digits-v2.0.0-rc.1, 2.0.0-rc.1",
        "release-1.10, 1.10.0",
        "mnist3-v2, 2.0.0",
        "v1.2.3+build.5, 1.2.3+build.5",
        "v01.02, 1.2.0",
    })
    void readsTheVersionAtTheEnd(String tag, String version) {
        assertThat(TagVersion.of(tag)).map(Semver::getVersion).hasValue(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "v", "v1.2.3.4", "mnist3", "v99999999999", "vnext", "v1.x"})
    void findsNoneInOtherNames(String tag) {
        assertThat(TagVersion.of(tag)).isEmpty();
    }

    @Test
    void putsTheNewestFirstAndNamesWithoutAVersionLast() {
        List<String> tags = Arrays.asList("v1.9", "zeta", "v1.10-rc.1", "v1.10", "alpha", "v0.1", "v1.10.0");
        tags.sort(TagVersion.NEWEST_FIRST);

        assertThat(tags).containsExactly("v1.10.0", "v1.10", "v1.10-rc.1", "v1.9", "v0.1", "zeta", "alpha");
        assertThat(TagVersion.of("zeta")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "v*, v1, true",
        "v*, digits@v1, false",
        "*, a/b, true",
        "v1.?, v1.10, false",
        "v[12], v2, true",
        "v[!12], v2, false",
        "v[!12], v3, true",
        "v[a-c], vb, true",
        "a[&&b]c, abc, true",
        "a[, a[, true",
        "a.c*, abc, false",
        "**********x, y, false",
    })
    void matchesPatternsAsGitDoes(String pattern, String tag, boolean matches) {
        assertThat(new TagPattern(pattern).matches(tag)).isEqualTo(matches);
    }
}
