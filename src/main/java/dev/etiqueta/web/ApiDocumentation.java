package dev.etiqueta.web;

import dev.etiqueta.model.ModelService;
import dev.etiqueta.security.AccessRules;
import dev.etiqueta.server.Problems;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What cannot be read off the controllers, and what all operations have in common: who may ask, and the problems. */
final class ApiDocumentation implements OpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String KEY = "key";
    private static final String CERTIFICATE = "certificate";

    /** Of each request with a body. */
    private static final List<HttpStatus> WITH_BODY = List.of(HttpStatus.REQUEST_TIMEOUT, HttpStatus.CONTENT_TOO_LARGE);

    /** Of those, which the Open Inference Protocol does not have. */
    private static final List<HttpStatus> WITH_UNFIT_BODY =
            List.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, HttpStatus.UNPROCESSABLE_CONTENT);

    /** Of each request. */
    private static final List<HttpStatus> ALWAYS = List.of(
            HttpStatus.BAD_REQUEST,
            HttpStatus.NOT_ACCEPTABLE,
            HttpStatus.TOO_MANY_REQUESTS,
            HttpStatus.SERVICE_UNAVAILABLE);

    private final ModelService models;
    private final AccessRules access;
    private final PredictionDocumentation predictions;
    private final FeedbackDocumentation feedback;
    private final InferenceDocumentation inference = new InferenceDocumentation();

    /** @param mostInstances that a request may have */
    ApiDocumentation(ModelService models, AccessRules access, int mostInstances) {
        this.models = models;
        this.access = access;
        this.predictions = new PredictionDocumentation(models, mostInstances);
        this.feedback = new FeedbackDocumentation(mostInstances);
    }

    @Override
    public void customise(OpenAPI api) {
        predictions.describe(api);
        feedback.describe(api);
        inference.describe(api);
        api.getComponents().addSchemas(PROBLEM, problem());
        if (!access.isOpen()) {
            api.getComponents()
                    .addSecuritySchemes(
                            KEY,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .description("a key, or a JSON web token of the issuer"))
                    .addSecuritySchemes(
                            CERTIFICATE,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.MUTUALTLS)
                                    .description("a client's certificate, where TLS asks for one"));
        }
        api.getPaths().forEach((path, item) -> item.readOperations().forEach(operation -> describe(path, operation)));
    }

    private void describe(String path, Operation operation) {
        ApiResponses responses = operation.getResponses();
        if (path.equals(PredictionController.BY_DEFAULT)) {
            operation.setParameters(null);
        } else if (operation.getParameters() != null) {
            operation.getParameters().forEach(this::nameModels);
            addProblem(responses, HttpStatus.NOT_FOUND);
        }
        ALWAYS.forEach(status -> addProblem(responses, status));
        if (operation.getRequestBody() != null) {
            WITH_BODY.forEach(status -> addProblem(responses, status));
            if (!Problems.isInference(path)) {
                WITH_UNFIT_BODY.forEach(status -> addProblem(responses, status));
            }
        }
        List<String> roles = access.roles(path);
        if (!roles.isEmpty()) {
            requireRole(roles, operation);
        }
        if (Problems.isInference(path)) {
            InferenceDocumentation.useErrors(responses);
        }
        responses.forEach((status, response) -> addHeaders(status, response));
    }

    private static void requireRole(List<String> roles, Operation operation) {
        // What is listed is needed, all of it; of several roles, one is.
        List<String> needed = roles.size() == 1 ? roles : List.of();
        operation
                .addSecurityItem(new SecurityRequirement().addList(KEY, needed))
                .addSecurityItem(new SecurityRequirement().addList(CERTIFICATE, needed));
        addProblem(operation.getResponses(), HttpStatus.UNAUTHORIZED);
        addProblem(operation.getResponses(), HttpStatus.FORBIDDEN)
                .description("The caller has not the role " + String.join(" or ", roles));
    }

    private static void addHeaders(String status, ApiResponse response) {
        response.addHeaderObject(
                "X-Request-Id",
                header("The request's own, or a new one; it is in the log, too", new StringSchema().minLength(1)));
        switch (HttpStatus.valueOf(Integer.parseInt(status))) {
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE ->
                response.addHeaderObject(
                        HttpHeaders.RETRY_AFTER,
                        header("Seconds", new IntegerSchema().format(null).minimum(BigDecimal.ONE)));
            case UNAUTHORIZED, FORBIDDEN ->
                response.addHeaderObject(
                        HttpHeaders.WWW_AUTHENTICATE,
                        header("As RFC 6750 has it", new StringSchema().pattern("^Bearer")));
            default -> {}
        }
    }

    private static Header header(String description, Schema<?> schema) {
        return new Header().required(true).description(description).schema(schema);
    }

    private void nameModels(Parameter parameter) {
        StringSchema values = new StringSchema();
        boolean version = parameter.getName().equals("version");
        models.models().stream()
                .map(model -> version ? model.id().version() : model.id().name())
                .distinct()
                .forEach(values::addEnumItem);
        parameter
                .schema(values)
                .example(version ? values.getEnum().getFirst() : models.defaultModel())
                .description(version ? "the one that is served" : "one of the served models");
    }

    /** What an operation answers when all is well. */
    static ApiResponse answer(Operation operation) {
        return Objects.requireNonNull(operation.getResponses().get(Integer.toString(HttpStatus.OK.value())));
    }

    static ApiResponse addProblem(ApiResponses responses, HttpStatus status) {
        ApiResponse response = new ApiResponse()
                .description(status.getReasonPhrase())
                .content(new Content()
                        .addMediaType(
                                "application/problem+json", new MediaType().schema(new Schema<>().$ref(PROBLEM))));
        responses.addApiResponse(Integer.toString(status.value()), response);
        return response;
    }

    private static Schema<?> problem() {
        Schema<?> problem = new ObjectSchema()
                .description("RFC 9457: what was found, what was expected, what to do")
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri-reference"));
        problem.getProperties().keySet().forEach(problem::addRequiredItem);
        return problem;
    }
}
