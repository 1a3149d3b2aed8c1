package dev.etiqueta.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
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
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;

/** The body and the answers of {@link FeedbackController}, which reads its body by itself. */
final class FeedbackDocumentation implements OpenApiCustomizer {

    private static final Map<String, Object> EXAMPLE = Map.of("id", "4bf92f3577b34da6a3ce929d0e0e4736", "label", "3");

    @Override
    public void customise(OpenAPI api) {
        PathItem item = api.getPaths().get(FeedbackController.PATH);
        if (item != null) {
            describe(item.getPost());
        }
    }

    private static void describe(Operation operation) {
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
        PredictionDocumentation.addProblems(operation.getResponses());
        PredictionDocumentation.addProblem(operation.getResponses(), HttpStatus.CONFLICT);
    }

    private static RequestBody requestBody() {
        Schema<?> many = new ObjectSchema().addProperty("feedback", new ArraySchema().items(entry()));
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

    private static Schema<?> entry() {
        Schema<?> entry = new ObjectSchema()
                .addProperty("id", new StringSchema())
                .addProperty("index", new IntegerSchema())
                .addProperty("label", new StringSchema());
        entry.addRequiredItem("id");
        entry.addRequiredItem("label");
        return entry;
    }

    private static MediaType answer() {
        Schema<?> many = new ObjectSchema()
                .addProperty("model", new StringSchema())
                .addProperty("counted", new IntegerSchema())
                .addProperty("feedback", new ArraySchema().items(outcome()));
        return new MediaType().schema(new Schema<>().oneOf(List.of(outcome(), many)));
    }

    private static Schema<?> outcome() {
        return new ObjectSchema()
                .addProperty("status", new IntegerSchema())
                .addProperty("version", new StringSchema())
                .addProperty("predicted", new StringSchema())
                .addProperty("label", new StringSchema())
                .addProperty("outcome", new StringSchema()._enum(List.of("right", "wrong")))
                .addProperty("detail", new StringSchema())
                .addProperty("labels", new ArraySchema().items(new StringSchema()));
    }
}
