package dev.etiqueta.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of a served model show at one moment. Counts only grow while a version serves: the difference of two
 * snapshots is what happened between them.
 *
 * @param since when the version began to serve; if it had served before, some counts are older
 * @param requests those that reached the model
 * @param stages what a request passes through, in this order
 * @param predictions by label, in the card's order; absent without a card
 * @param scores probability of the positive label, or of the top label where there are many
 * @param refused images, by reason
 * @param drift of each feature that the card has a histogram of
 * @param feedback how right the model was; absent without a card
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelStatistics(
        String model,
        String version,
        String digest,
        Instant since,
        Requests requests,
        List<StageTime> stages,
        @Nullable Map<String, Long> predictions,
        Distribution scores,
        Map<String, Long> refused,
        List<FeatureDrift> drift,
        @Nullable FeedbackCounts feedback) {

    /**
     * Requests for predictions.
     *
     * @param active that are being answered now, by whichever model
     * @param outcomes those that were answered, by {@code success}, {@code client_error}, {@code server_error}
     * @param seconds how long the successful ones took
     */
    record Requests(int active, Map<String, Long> outcomes, Distribution seconds) {}

    /**
     * How long a stage took.
     *
     * @param stage {@code decode}, {@code queue} or {@code inference}
     */
    record StageTime(String stage, Distribution seconds) {}

    /**
     * Values, counted in buckets.
     *
     * @param count of all values
     * @param sum of all values
     * @param bounds upper bounds of the buckets, which include them; ascending
     * @param counts of the values up to each bound
     */
    record Distribution(long count, double sum, List<Double> bounds, List<Long> counts) {}

    /**
     * How far the last values of a feature are from the card's reference.
     *
     * @param feature {@code score}, {@code mean}, {@code deviation} or {@code ink}
     * @param values that are compared
     * @param capacity how many are compared at most
     * @param enough with how many there is something to say
     * @param psi population stability index; absent before
     * @param js Jensen-Shannon distance, 0 to 1; absent before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FeatureDrift(
            String feature,
            long values,
            int capacity,
            int enough,
            @Nullable Double psi,
            @Nullable Double js) {}

    /**
     * Predictions whose true label was said.
     *
     * @param window how many of the last ones the measures are of, at most
     * @param authenticated whether it is known who said it
     * @param accuracy share of right ones; absent before the first
     * @param logLoss mean -ln of the true label's probability; absent before the first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FeedbackCounts(
            long right,
            long wrong,
            int window,
            boolean authenticated,
            @Nullable Double accuracy,
            @Nullable Double logLoss) {}
}
