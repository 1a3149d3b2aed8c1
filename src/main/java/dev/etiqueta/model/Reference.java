package dev.etiqueta.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What scores and images looked like when the model was evaluated. Each histogram has counts in equal buckets from 0 to
 * 1, each with its upper bound, the first with 0 too.
 *
 * @param scoreHistogram of the scores
 * @param meanHistogram of the mean of each image's samples, which are scaled to 0 to 1; null where not recorded
 * @param deviationHistogram of the standard deviation of each image's samples; null where not recorded
 * @param inkHistogram of the share of each image's samples above 127 of 255; null where not recorded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reference(
        List<Integer> scoreHistogram,
        @Nullable List<Integer> meanHistogram,
        @Nullable List<Integer> deviationHistogram,
        @Nullable List<Integer> inkHistogram) {

    private static final int MAX_BUCKETS = 100;

    /** @throws IllegalArgumentException if something is no histogram */
    public Reference {
        scoreHistogram = histogram("score_histogram", scoreHistogram);
        meanHistogram = meanHistogram == null ? null : histogram("mean_histogram", meanHistogram);
        deviationHistogram = deviationHistogram == null ? null : histogram("deviation_histogram", deviationHistogram);
        inkHistogram = inkHistogram == null ? null : histogram("ink_histogram", inkHistogram);
    }

    private static List<Integer> histogram(String key, List<Integer> counts) {
        List<Integer> copy = List.copyOf(counts);
        if (copy.isEmpty() || copy.size() > MAX_BUCKETS) {
            throw new IllegalArgumentException(
                    "the %s has 1 to %d buckets, found %d".formatted(key, MAX_BUCKETS, copy.size()));
        }
        if (copy.stream().anyMatch(count -> count < 0) || copy.stream().allMatch(count -> count == 0)) {
            throw new IllegalArgumentException(
                    "the %s has counts of at least 0, and one above, found %s".formatted(key, copy));
        }
        return copy;
    }
}
