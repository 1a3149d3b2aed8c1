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
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;

/**
 * What cannot be read off the controllers: the bodies, which they read by themselves, and the problems. JSON is the
 * first of the content types, because it is the one that can be tried with a click.
 */
final class PredictionDocumentation implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final List<String> IMAGES = List.of("image/png", "image/jpeg");
    private static final List<HttpStatus> PROBLEMS = List.of(
            HttpStatus.BAD_REQUEST,
            HttpStatus.REQUEST_TIMEOUT,
            HttpStatus.CONTENT_TOO_LARGE,
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            HttpStatus.UNPROCESSABLE_CONTENT,
            HttpStatus.SERVICE_UNAVAILABLE);

    private final ModelService models;

    PredictionDocumentation(ModelService models) {
        this.models = models;
    }

    @Override
    public void customise(OpenAPI api) {
        api.getComponents().addSchemas(PROBLEM, problemSchema());
        api.getPaths().forEach((path, item) -> {
            for (Operation operation : item.readOperations()) {
                if (path.equals(PredictionController.BY_DEFAULT)) {
                    operation.setParameters(null);
                } else if (operation.getParameters() != null) {
                    operation.getParameters().forEach(this::nameModels);
                    addProblem(operation.getResponses(), HttpStatus.NOT_FOUND);
                }
            }
            if (path.equals(PredictionController.BY_DEFAULT) || path.equals(PredictionController.BY_NAME)) {
                describePrediction(path, item);
            } else if (path.equals(DecodingController.PATH)) {
                describeDecoding(item.getPost());
            }
        });
    }

    private void describePrediction(String path, PathItem item) {
        Operation operation = item.getPost();
        if (operation == null) {
            return;
        }
        String model = path.equals(PredictionController.BY_DEFAULT)
                ? "the default model, " + models.defaultModel()
                : "a model";
        operation
                .operationId(path.equals(PredictionController.BY_DEFAULT) ? "predictWithDefaultModel" : "predict")
                .summary("Ask " + model)
                .description(
                        "Images as `multipart/form-data` or as the body itself, or instances as JSON in the form of"
                                + " KServe's V1 protocol. The answer has a prediction for each, in their order.")
                .requestBody(requestBody());
        ApiResponse answer = operation.getResponses().get(Integer.toString(HttpStatus.OK.value()));
        if (answer != null) {
            answer.addHeaderObject(
                    PredictionController.VERSION_HEADER,
                    new Header().description("the version that answered").schema(new StringSchema()));
            answer.addHeaderObject(
                    PredictionController.ID_HEADER,
                    new Header()
                            .description("by which feedback can be given: the request's trace id, if it has one, else a"
                                    + " random one; absent where no feedback is taken")
                            .schema(new StringSchema().pattern("[0-9a-f]{32}")));
        }
        addProblems(operation.getResponses());
    }

    private static void describeDecoding(Operation operation) {
        Content images = new Content();
        IMAGES.forEach(type -> images.addMediaType(type, new MediaType().schema(new BinarySchema())));
        operation.requestBody(new RequestBody().required(true).content(images));
        addProblems(operation.getResponses());
    }

    private RequestBody requestBody() {
        ModelInfo model = models.info(models.defaultModel());
        var instances = new ObjectSchema()
                .addProperty(
                        "instances",
                        new ArraySchema()
                                .items(
                                        new Schema<>()
                                                .description(
                                                        "A nested array in the shape of the input; or {\"b64\": \"...\"} with an"
                                                                + " encoded image; or an object with a value for each input by its name.")));
        instances.addRequiredItem("instances");
        var form = new ObjectSchema().addProperty(MultipartReader.FIELD, new ArraySchema().items(new BinarySchema()));
        form.addRequiredItem(MultipartReader.FIELD);
        return new RequestBody()
                .required(true)
                .content(new Content()
                        .addMediaType(
                                "application/json",
                                new MediaType().schema(instances).example(PredictionExample.of(model)))
                        .addMediaType("multipart/form-data", new MediaType().schema(form))
                        .addMediaType("image/png", new MediaType().schema(new BinarySchema()))
                        .addMediaType("image/jpeg", new MediaType().schema(new BinarySchema())));
    }

    private void nameModels(Parameter parameter) {
        StringSchema names = new StringSchema();
        models.models().forEach(model -> names.addEnumItem(model.id().name()));
        parameter.schema(names).example(models.defaultModel()).description("one of the served models");
    }

    /** Those of each request with a body. */
    static void addProblems(ApiResponses responses) {
        PROBLEMS.forEach(status -> addProblem(responses, status));
    }

    static void addProblem(ApiResponses responses, HttpStatus status) {
        responses.addApiResponse(
                Integer.toString(status.value()),
                new ApiResponse()
                        .description(status.getReasonPhrase())
                        .content(new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType().schema(new Schema<>().$ref(PROBLEM)))));
    }

    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .description("RFC 9457: what was found, what was expected, what to do")
                .addProperty("title", new StringSchema())
                .addProperty("status", new Schema<Integer>().type("integer"))
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema());
    }
}
