package dev.etiqueta.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.etiqueta.feedback.FeedbackResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What became of one feedback.
 *
 * @param status as of a request with this one alone: 200 if it counts
 * @param version of the model that predicted
 * @param predicted the label that it gave
 * @param label the true one
 * @param outcome {@code right} or {@code wrong}
 * @param detail why it does not count, and what to do
 * @param labels those that there are, if it has another one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeedbackAnswer(
        int status,
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
                        HttpStatus.OK.value(),
                        counted.model().version(),
                        counted.predicted(),
                        counted.label(),
                        counted.right() ? "right" : "wrong",
                        null,
                        null);
            case FeedbackResult.Unknown unknown ->
                refused(
                        HttpStatus.NOT_FOUND,
                        "no prediction %s is remembered; the id is the header %s of its answer, and the oldest are forgotten first"
                                .formatted(id, PredictionController.ID_HEADER));
            case FeedbackResult.Expired expired ->
                refused(
                        HttpStatus.NOT_FOUND,
                        "the prediction %s has expired; give feedback earlier, or raise etiqueta.feedback.retention"
                                .formatted(id));
            case FeedbackResult.OfAnotherModel other ->
                refused(
                        HttpStatus.NOT_FOUND,
                        "the prediction %s is one of %s; send it to /v1/models/%s/feedback"
                                .formatted(id, other.model(), other.model()));
            case FeedbackResult.Doubled doubled ->
                refused(
                        HttpStatus.CONFLICT,
                        "the true label of %s was said already; the first one counts".formatted(id));
            case FeedbackResult.NoSuchInstance none ->
                refused(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "the request of %s had %d instances; say which of them with an \"index\" of 0 to %d"
                                .formatted(id, none.instances(), none.instances() - 1));
            case FeedbackResult.UnknownLabel unknown ->
                new FeedbackAnswer(
                        HttpStatus.UNPROCESSABLE_CONTENT.value(),
                        null,
                        null,
                        null,
                        null,
                        "the model has no label '%s'; expected is one of %s"
                                .formatted(quoted(entry.label()), unknown.labels()),
                        unknown.labels());
        };
    }

    private static FeedbackAnswer refused(HttpStatus status, String detail) {
        return new FeedbackAnswer(status.value(), null, null, null, null, detail, null);
    }

    boolean counts() {
        return status == HttpStatus.OK.value();
    }

    /** The same as a problem, for one that stands alone. */
    ProblemException problem() {
        ProblemException problem = new ProblemException(HttpStatus.valueOf(status), String.valueOf(detail));
        return labels == null ? problem : problem.with("labels", labels);
    }

    private static String quoted(String text) {
        return text.substring(0, Math.min(text.length(), MAX_QUOTED));
    }
}
