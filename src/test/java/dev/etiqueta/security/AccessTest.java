package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestKeys;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Who may do what, of a service with keys. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "etiqueta.security.keys=src/test/resources/keys",
            "management.server.port=0",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=*"
        })
class AccessTest {

    private HttpCaller service;
    private HttpCaller management;

    @BeforeEach
    void connect(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        service = HttpCaller.of(port);
        management = HttpCaller.of(managementPort);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POST   | /predict                                | predict
                    POST   | /v1/models/digit_classifier:predict     | predict
                    POST   | /v1/models/digit_classifier:decode      | predict
                    POST   | /v2/models/digit_classifier/infer       | predict
                    GET    | /v2/models/digit_classifier             | predict feedback deploy observe
                    GET    | /v2/models/stats                        | observe
                    GET    | /v2/models/digit_classifier/stats       | observe
                    GET    | /v2                                     | predict feedback deploy observe
                    POST   | /v2/repository/index                    | predict feedback deploy observe
                    POST   | /v1/models/digit_classifier/feedback    | feedback
                    GET    | /v1/models/digit_classifier/statistics  | observe
                    GET    | /v1/models                              | predict feedback deploy observe
                    GET    | /v1/models/digit_classifier             | predict feedback deploy observe
                    GET    | /v1/nothing                             | predict feedback deploy observe
                    PUT    | /predict                                | predict
                    HEAD   | /v1/models/digit_classifier/statistics  | observe
                    GET    | /actuator                               | predict feedback deploy observe
                    GET    | /actuator/info                          | observe
                    GET    | /actuator/prometheus                    | observe
                    HEAD   | /actuator/prometheus                    | observe
                    GET    | /actuator/loggers                       | deploy
                    GET    | /actuator/env                           | deploy
                    GET    | /actuator/deployment                    | deploy observe
                    POST   | /actuator/deployment                    | deploy
                    POST   | /actuator/deployment/rollback           | deploy
                    DELETE | /actuator/deployment                    | deploy
                    """)
    void letsInWhoHasTheRole(String method, String path, String roles) {
        HttpCaller port = path.startsWith("/actuator") ? management : service;
        Set<String> needed = Set.of(roles.split(" "));

        assertThat(port.send(method, path, null).statusCode()).isEqualTo(401);
        assertThat(port.send(method, path, "etq_unknown").statusCode()).isEqualTo(401);
        for (Role role : Role.values()) {
            int status = port.send(method, path, TestKeys.of(role.text())).statusCode();
            if (needed.contains(role.text())) {
                assertThat(status).as(role.text()).isNotIn(401, 403).isLessThan(500);
            } else {
                assertThat(status).as(role.text()).isEqualTo(403);
            }
        }
        assertThat(port.send(method, path, TestKeys.ALL).statusCode()).isNotIn(401, 403);
    }

    @Test
    void leavesThePageTheDocumentationAndProbesOpen() {
        for (String path : List.of(
                "/", "/index.html", "/page/style.css", "/docs/openapi", "/swagger-ui/index.html", "/v2/health/ready")) {
            assertThat(service.send("GET", path, null).statusCode()).as(path).isLessThan(400);
        }
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(management.send("GET", path, null).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void documentsWhatIsNeeded() {
        JsonNode api = HttpCaller.json(service.send("GET", "/docs/openapi", null));

        assertThat(api.path("components")
                        .path("securitySchemes")
                        .path("key")
                        .path("scheme")
                        .asString())
                .isEqualTo("bearer");
        assertThat(api.path("paths")
                        .path("/predict")
                        .path("post")
                        .path("security")
                        .toString())
                .isEqualTo("[{\"key\":[\"predict\"]},{\"certificate\":[\"predict\"]}]");
        assertThat(api.path("paths")
                        .path("/v1/models")
                        .path("get")
                        .path("responses")
                        .path("403")
                        .path("description")
                        .asString())
                .contains("predict or feedback or deploy or observe");
    }

    @Test
    void showsTheDetailsOfHealthToObserversOnly() {
        assertThat(HttpCaller.json(management.send("GET", "/actuator/health", TestKeys.of("observe")))
                        .path("components")
                        .path("model")
                        .path("details"))
                .isNotEmpty();
        for (String token : new String[] {null, TestKeys.of("predict")}) {
            assertThat(management.send("GET", "/actuator/health", token).body()).doesNotContain("details");
            assertThat(management.send("GET", "/actuator/health/model", token).body())
                    .doesNotContain("details");
        }
    }

    @Test
    void saysWhatIsMissing() {
        HttpResponse<String> unknown = service.send("POST", "/predict", null);
        HttpResponse<String> invalid = service.send("POST", "/predict", "etq_wrong");
        HttpResponse<String> forbidden = service.send("POST", "/predict", TestKeys.of("observe"));

        problem(unknown, 401, "a key with the role predict");
        problem(invalid, 401, "not valid here");
        problem(forbidden, 403, "observe may not do this: it needs the role predict");
        assertThat(unknown.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(invalid.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(header -> assertThat(header).contains("invalid_token"));
        assertThat(forbidden.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(header -> assertThat(header).contains("insufficient_scope"));
        assertThat(Stream.of(unknown, invalid, forbidden)
                        .map(HttpResponse::body)
                        .collect(Collectors.joining()))
                .doesNotContain("etq_");
    }

    private static void problem(HttpResponse<String> answer, int status, String detail) {
        JsonNode problem = HttpCaller.json(answer);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString()).contains(detail);
        assertThat(problem.path("instance").asString())
                .isEqualTo("/predict#"
                        + answer.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void takesATokenFromTheHeaderOnly() {
        assertThat(service.send("POST", "/predict?access_token=" + TestKeys.ALL, null)
                        .statusCode())
                .isEqualTo(401);
    }
}
