package dev.etiqueta.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.etiqueta.feedback.FeedbackResult;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What became of one feedback.
 *
 * @param fault why it does not count; null if it does
 * @param version of the model that predicted
 * @param predicted the label that it gave
 * @param label the true one
 * @param outcome {@code right} or {@code wrong}
 * @param detail why it does not count, and what to do
 * @param labels those that there are, if it has another one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder("status")
record FeedbackAnswer(
        @JsonIgnore @Nullable Fault fault,
        @Nullable String version,
        @Nullable String predicted,
        @Nullable String label,
        @Nullable String outcome,
        @Nullable String detail,
        @Nullable List<String> labels) {

    private static final int MAX_QUOTED = 100;

    /** Many of them, in the order of the request. */
    record Many(String model, int counted, List<FeedbackAnswer> feedback) {}

    static FeedbackAnswer of(FeedbackResult result, FeedbackReader.Entry entry) {
        String id = quoted(entry.id());
        return switch (result) {
            case FeedbackResult.Counted counted ->
                new FeedbackAnswer(
                        null,
                        counted.model().version(),
                        counted.predicted(),
                        counted.label(),
                        counted.right() ? "right" : "wrong",
                        null,
                        null);
            case FeedbackResult.Unknown unknown ->
                refused(
                        Fault.NOT_FOUND,
                        "no prediction %s is remembered; the id is the header %s of its answer, and the oldest are forgotten first"
                                .formatted(id, PredictionController.ID_HEADER));
            case FeedbackResult.Expired expired ->
                refused(
                        Fault.NOT_FOUND,
                        "the prediction %s has expired; give feedback earlier, or raise etiqueta.feedback.retention"
                                .formatted(id));
            case FeedbackResult.OfAnotherModel other ->
                refused(
                        Fault.NOT_FOUND,
                        "the prediction %s is one of %s; send it to /v1/models/%s/feedback"
                                .formatted(id, other.model(), other.model()));
            case FeedbackResult.Doubled doubled ->
                refused(Fault.CONFLICT, "the true label of %s was said already; the first one counts".formatted(id));
            case FeedbackResult.NoSuchInstance none ->
                refused(
                        Fault.UNPROCESSABLE,
                        "the request of %s had %d instances; say which of them with an \"index\" of 0 to %d"
                                .formatted(id, none.instances(), none.instances() - 1));
            case FeedbackResult.UnknownLabel unknown ->
                new FeedbackAnswer(
                        Fault.UNPROCESSABLE,
                        null,
                        null,
                        null,
                        null,
                        "the model has no label '%s'; expected is one of %s"
                                .formatted(quoted(entry.label()), unknown.labels()),
                        unknown.labels());
        };
    }

    private static FeedbackAnswer refused(Fault fault, String detail) {
        return new FeedbackAnswer(fault, null, null, null, null, detail, null);
    }

    /** As of a request with this one alone. */
    @JsonProperty
    int status() {
        return fault == null ? HttpStatus.OK.value() : Statuses.of(fault).value();
    }

    boolean counts() {
        return fault == null;
    }

    /** The same as a problem, for one that stands alone. */
    RequestException problem() {
        RequestException problem = new RequestException(Objects.requireNonNull(fault), String.valueOf(detail));
        return labels == null ? problem : problem.with("labels", labels);
    }

    private static String quoted(String text) {
        return text.substring(0, Math.min(text.length(), MAX_QUOTED));
    }
}
