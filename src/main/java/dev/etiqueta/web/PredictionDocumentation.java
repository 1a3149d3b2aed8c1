package dev.etiqueta.web;

import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BinarySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * The bodies and the answers of predictions. JSON is the first of the content types, because it is the one that can be
 * tried with a click.
 */
final class PredictionDocumentation {

    private static final List<String> IMAGES = List.of("image/png", "image/jpeg");

    private final ModelService models;
    private final int mostInstances;

    PredictionDocumentation(ModelService models, int mostInstances) {
        this.models = models;
        this.mostInstances = mostInstances;
    }

    void describe(OpenAPI api) {
        api.getComponents().addSchemas("Label", label()).addSchemas("Raw", raw());
        api.getComponents().getSchemas().remove("Prediction");
        Schema<?> answer =
                Objects.requireNonNull(api.getComponents().getSchemas().get("Answer"));
        List.of("model", "version", "predictions").forEach(answer::addRequiredItem);
        api.getPaths().forEach((path, item) -> {
            if (path.equals(PredictionController.BY_DEFAULT) || path.equals(PredictionController.BY_NAME)) {
                describePrediction(path, item);
            } else if (path.equals(DecodingController.PATH)) {
                describeDecoding(item.getPost());
            }
        });
    }

    private void describePrediction(String path, PathItem item) {
        Operation operation = item.getPost();
        boolean byDefault = path.equals(PredictionController.BY_DEFAULT);
        operation
                .operationId(byDefault ? "predictWithDefaultModel" : "predict")
                .summary("Ask " + (byDefault ? "the default model, " + models.defaultModel() : "a model"))
                .description(
                        "Images as `multipart/form-data` or as the body itself, or instances as JSON in the form of"
                                + " KServe's V1 protocol. The answer has a prediction for each, in their order.")
                .requestBody(requestBody());
        ApiResponse answer = ApiDocumentation.answer(operation);
        answer.addHeaderObject(
                PredictionController.VERSION_HEADER,
                new Header()
                        .required(true)
                        .description("the version that answered")
                        .schema(new StringSchema()));
        answer.addHeaderObject(
                PredictionController.ID_HEADER,
                new Header()
                        .description("by which feedback can be given: the request's trace id, if it has one, else a"
                                + " random one; absent where no feedback is taken")
                        .schema(new StringSchema().pattern("^[0-9a-f]{32}$")));
    }

    private static void describeDecoding(Operation operation) {
        Content images = new Content();
        IMAGES.forEach(type -> images.addMediaType(type, new MediaType().schema(new BinarySchema())));
        operation.requestBody(new RequestBody().required(true).content(images));
        ApiDocumentation.answer(operation)
                .content(new Content().addMediaType("image/png", new MediaType().schema(new BinarySchema())));
    }

    private RequestBody requestBody() {
        ModelInfo model = models.info(models.defaultModel());
        var instances = new ObjectSchema()
                .addProperty(
                        "instances",
                        some(new Schema<>()
                                .description("A nested array in the shape of the input; or {\"b64\": \"...\"} with an"
                                        + " encoded image; or an object with a value for each input by its name.")));
        instances.addRequiredItem("instances");
        var form = new ObjectSchema().addProperty(PredictionController.FIELD, some(new BinarySchema()));
        form.addRequiredItem(PredictionController.FIELD);
        Content content = new Content()
                .addMediaType(
                        "application/json", new MediaType().schema(instances).example(PredictionExample.of(model)))
                .addMediaType("multipart/form-data", new MediaType().schema(form));
        IMAGES.forEach(type -> content.addMediaType(type, new MediaType().schema(new BinarySchema())));
        return new RequestBody().required(true).content(content);
    }

    private Schema<?> some(Schema<?> item) {
        return new ArraySchema().items(item).minItems(1).maxItems(mostInstances);
    }

    private static Schema<?> label() {
        Schema<?> label = new ObjectSchema()
                .description("Of a model with a card")
                .addProperty("label", new StringSchema())
                .addProperty("probability", probability())
                .addProperty("scores", new ObjectSchema().additionalProperties(probability()))
                .additionalProperties(false);
        label.getProperties().keySet().forEach(label::addRequiredItem);
        return label;
    }

    private static Schema<?> probability() {
        return new NumberSchema().minimum(BigDecimal.ZERO).maximum(BigDecimal.ONE);
    }

    /** Whatever is no label, so that each answer is one of the two. */
    private static Schema<?> raw() {
        return new Schema<>()
                .description("Of a model without a card: one output's nested arrays, of several outputs an object")
                .not(new Schema<>().$ref("Label"));
    }
}
