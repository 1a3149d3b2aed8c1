package dev.etiqueta.git;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/** The semantic version in the name of a tag: of {@code digits@v1.10} it is 1.10.0. */
final class TagVersion {

    /** Whatever stands before the version ends where a word does; of minor and patch, what is missing is 0. */
    private static final Pattern VERSION = Pattern.compile(
            "(?:.*?[^0-9A-Za-z.])??[vV]?(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?((?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?)");

    /** Names of tags: by version with the newest first, then those without one, by name with the last first. */
    static final Comparator<String> NEWEST_FIRST = Comparator.comparing((String tag) -> of(tag).isPresent())
            .thenComparing(tag -> of(tag).orElse(Semver.ZERO))
            .thenComparing(Comparator.naturalOrder())
            .reversed();

    private TagVersion() {}

    /** The version of a tag; empty where its name ends in none. */
    static Optional<Semver> of(String tag) {
        Matcher matcher = VERSION.matcher(tag);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(Semver.parse("%d.%d.%d%s"
                .formatted(
                        number(matcher.group(1)),
                        number(matcher.group(2)),
                        number(matcher.group(3)),
                        matcher.group(4))));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
