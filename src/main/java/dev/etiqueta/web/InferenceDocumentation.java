package dev.etiqueta.web;

import dev.etiqueta.inference.Datatype;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BinarySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.Arrays;

/** The body and the answers of {@link InferenceController}, which reads and writes them by itself. */
final class InferenceDocumentation {

    private static final String ERROR = "InferenceError";
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";

    void describe(OpenAPI api) {
        Schema<?> error = new ObjectSchema().addProperty("error", new StringSchema());
        error.addRequiredItem("error");
        api.getComponents().addSchemas(ERROR, error.additionalProperties(false));
        api.getPaths().forEach((path, item) -> {
            if (path.startsWith("/v2/") && path.endsWith("/infer")) {
                describe(path, item.getPost());
            }
        });
    }

    private static void describe(String path, Operation operation) {
        operation
                .operationId(path.contains("{version}") ? "inferWithVersion" : "infer")
                .description("Tensors of the graph's shapes. Behind the JSON come the bytes of those with a"
                        + " `binary_data_size`; the header `" + InferenceController.JSON_LENGTH
                        + "` then says how long the JSON is.")
                .requestBody(new RequestBody()
                        .required(true)
                        .content(new Content()
                                .addMediaType(JSON, new MediaType().schema(request()))
                                .addMediaType(BYTES, new MediaType().schema(new BinarySchema()))));
        ApiDocumentation.answer(operation)
                .content(new Content()
                        .addMediaType(JSON, new MediaType().schema(answer()))
                        .addMediaType(BYTES, new MediaType().schema(new BinarySchema())));
    }

    private static Schema<?> request() {
        Schema<?> input =
                tensor().addProperty("parameters", new ObjectSchema().addProperty("binary_data_size", natural()));
        Schema<?> output = new ObjectSchema()
                .addProperty("name", new StringSchema())
                .addProperty(
                        "parameters",
                        new ObjectSchema()
                                .addProperty("binary_data", new BooleanSchema())
                                .addProperty("classification", natural().minimum(BigDecimal.ONE)));
        output.addRequiredItem("name");
        Schema<?> request = new ObjectSchema()
                .addProperty("id", new StringSchema())
                .addProperty("parameters", new ObjectSchema().addProperty("binary_data_output", new BooleanSchema()))
                .addProperty("inputs", new ArraySchema().items(input).minItems(1))
                .addProperty("outputs", new ArraySchema().items(output));
        request.addRequiredItem("inputs");
        return request;
    }

    private static Schema<?> answer() {
        Schema<?> output = tensor().addProperty(
                        "parameters", new ObjectSchema().addProperty("binary_data_size", natural()))
                .additionalProperties(false);
        Schema<?> answer = new ObjectSchema()
                .addProperty("model_name", new StringSchema())
                .addProperty("model_version", new StringSchema())
                .addProperty("id", new StringSchema())
                .addProperty("outputs", new ArraySchema().items(output))
                .additionalProperties(false);
        answer.addRequiredItem("model_name");
        answer.addRequiredItem("model_version");
        answer.addRequiredItem("outputs");
        return answer;
    }

    private static Schema<?> tensor() {
        StringSchema datatype = new StringSchema();
        Arrays.stream(Datatype.values()).map(Datatype::name).forEach(datatype::addEnumItem);
        Schema<?> tensor = new ObjectSchema()
                .addProperty("name", new StringSchema())
                .addProperty("datatype", datatype)
                .addProperty("shape", new ArraySchema().items(natural()))
                .addProperty("data", new ArraySchema().items(new Schema<>()));
        tensor.addRequiredItem("name");
        tensor.addRequiredItem("datatype");
        tensor.addRequiredItem("shape");
        return tensor;
    }

    private static Schema<?> natural() {
        return new IntegerSchema().format("int64").minimum(BigDecimal.ZERO);
    }

    /** In place of problems. */
    static void useErrors(ApiResponses responses) {
        Content error = new Content().addMediaType(JSON, new MediaType().schema(new Schema<>().$ref(ERROR)));
        responses.forEach((status, response) -> {
            if (!status.startsWith("2")) {
                response.content(error);
            }
        });
    }
}
