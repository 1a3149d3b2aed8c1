package dev.etiqueta.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpStatus;

/** The body and the answers of {@link FeedbackController}, which reads its body by itself. */
final class FeedbackDocumentation {

    private static final Map<String, Object> EXAMPLE = Map.of("id", "4bf92f3577b34da6a3ce929d0e0e4736", "label", "3");

    private final int most;

    /** @param most feedbacks of a request */
    FeedbackDocumentation(int most) {
        this.most = most;
    }

    void describe(OpenAPI api) {
        describe(Objects.requireNonNull(api.getPaths().get(FeedbackController.PATH))
                .getPost());
    }

    private void describe(Operation operation) {
        operation
                .operationId("giveFeedback")
                .summary("Say what was right")
                .description("The true label of a prediction, or of many. `id` is the header `"
                        + PredictionController.ID_HEADER + "` of the answer; `index` says which instance, counted from"
                        + " 0, where the request had several. Each prediction is counted once.")
                .requestBody(requestBody());
        operation
                .getResponses()
                .addApiResponse(
                        Integer.toString(HttpStatus.OK.value()),
                        new ApiResponse()
                                .description("It counts; of many, each has the status that it would have alone")
                                .content(new Content().addMediaType("application/json", answer())));
        ApiDocumentation.addProblem(operation.getResponses(), HttpStatus.CONFLICT);
    }

    private RequestBody requestBody() {
        Schema<?> many = new ObjectSchema().addProperty("feedback", some(entry()));
        many.addRequiredItem("feedback");
        return new RequestBody()
                .required(true)
                .content(new Content()
                        .addMediaType(
                                "application/json",
                                new MediaType()
                                        .schema(new Schema<>().oneOf(List.of(entry(), many)))
                                        .addExamples("one", new Example().value(EXAMPLE))
                                        .addExamples(
                                                "many", new Example().value(Map.of("feedback", List.of(EXAMPLE))))));
    }

    private Schema<?> some(Schema<?> item) {
        return new ArraySchema().items(item).minItems(1).maxItems(most);
    }

    private static Schema<?> entry() {
        Schema<?> entry = new ObjectSchema()
                .addProperty("id", new StringSchema())
                .addProperty("index", new IntegerSchema().minimum(BigDecimal.ZERO))
                .addProperty("label", new StringSchema());
        entry.addRequiredItem("id");
        entry.addRequiredItem("label");
        return entry;
    }

    private MediaType answer() {
        Schema<?> many = new ObjectSchema()
                .addProperty("model", new StringSchema())
                .addProperty("counted", new IntegerSchema().minimum(BigDecimal.ZERO))
                .addProperty("feedback", some(new Schema<>().oneOf(List.of(counted(), refused()))));
        return new MediaType()
                .schema(new Schema<>()
                        .oneOf(List.of(
                                counted(), exactly(many, many.getProperties().keySet()))));
    }

    private static Schema<?> counted() {
        Schema<?> counted = new ObjectSchema()
                .addProperty("status", status(HttpStatus.OK))
                .addProperty("version", new StringSchema())
                .addProperty("predicted", new StringSchema())
                .addProperty("label", new StringSchema())
                .addProperty("outcome", new StringSchema()._enum(List.of("right", "wrong")));
        return exactly(counted, counted.getProperties().keySet());
    }

    private static Schema<?> refused() {
        Schema<?> refused = new ObjectSchema()
                .addProperty(
                        "status", status(HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.UNPROCESSABLE_CONTENT))
                .addProperty("detail", new StringSchema())
                .addProperty("labels", new ArraySchema().items(new StringSchema()));
        return exactly(refused, Set.of("status", "detail"));
    }

    private static Schema<?> status(HttpStatus... statuses) {
        IntegerSchema status = new IntegerSchema();
        Arrays.stream(statuses).map(HttpStatus::value).forEach(status::addEnumItem);
        return status;
    }

    /** Nothing else, and each of the required ones: only so an answer is one of several alternatives. */
    private static Schema<?> exactly(Schema<?> object, Set<String> required) {
        required.stream().sorted().forEach(object::addRequiredItem);
        return object.additionalProperties(false);
    }
}
