package dev.etiqueta.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which predictions are written to files.
 *
 * @param dir the folder of this process alone; where it is not set, nothing is written
 * @param sampleRate the share of requests, 0 to 1
 * @param inputs whether to write the inputs, too
 * @param maxFileSize of each file; a line more than that may be in it
 * @param maxFiles with the one that is being written; the oldest is deleted
 */
@ConfigurationProperties(prefix = JournalProperties.PREFIX, ignoreUnknownFields = false)
record JournalProperties(
        @Nullable Path dir,
        @DefaultValue("1") double sampleRate,
        @DefaultValue("false") boolean inputs,
        @DefaultValue("100MB") DataSize maxFileSize,
        @DefaultValue("10") int maxFiles) {

    static final String PREFIX = "etiqueta.prediction-log";
    static final String DIR = PREFIX + ".dir";

    private static final DataSize MIN_FILE_SIZE = DataSize.ofKilobytes(1);
    private static final int MIN_FILES = 2;

    /** What the policy that renames them takes. */
    private static final int MAX_FILES = 20;

    /** @throws IllegalArgumentException for what makes no sense */
    JournalProperties {
        // Not a number is refused, too.
        if (!(sampleRate >= 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("%s.sample-rate is %s, expected 0 to 1".formatted(PREFIX, sampleRate));
        }
        if (maxFileSize.compareTo(MIN_FILE_SIZE) < 0) {
            throw new IllegalArgumentException("%s.max-file-size is %d bytes, expected at least %d"
                    .formatted(PREFIX, maxFileSize.toBytes(), MIN_FILE_SIZE.toBytes()));
        }
        if (maxFiles < MIN_FILES || maxFiles > MAX_FILES) {
            throw new IllegalArgumentException(
                    "%s.max-files is %d, expected %d to %d".formatted(PREFIX, maxFiles, MIN_FILES, MAX_FILES));
        }
        if (dir != null && dir.toString().contains("%")) {
            // The policy would take what follows it for a counter or a date.
            throw new IllegalArgumentException("%s is %s, expected a folder without '%%'".formatted(DIR, dir));
        }
    }
}
