package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestKeys;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What anybody may do where nobody can authenticate. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.probes.add-additional-paths=true"
        })
class OpenServiceTest {

    private HttpCaller service;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        service = HttpCaller.of(port);
    }

    @Test
    void answersPredictionsPageAndMeters() {
        assertThat(service.send("POST", "/predict", null).statusCode()).isEqualTo(200);
        for (String path : List.of(
                "/",
                "/docs/openapi",
                "/v1/models",
                "/v1/models/digit_classifier/statistics",
                "/actuator/prometheus",
                "/actuator/info",
                "/actuator/health",
                "/livez")) {
            assertThat(service.send("GET", path, null).statusCode()).as(path).isEqualTo(200);
        }
    }

    /** Proxies and client libraries send tokens of their own. */
    @Test
    void passesOverTokensThatItCannotKnow() {
        assertThat(service.send("POST", "/predict", TestKeys.ALL).statusCode()).isEqualTo(200);
    }

    @Test
    void neverLetsAnybodyDeployOrSeeTheProcess() {
        for (String path : List.of("/actuator/deployment", "/actuator/env", "/actuator/loggers")) {
            HttpResponse<String> answer = service.send("GET", path, TestKeys.ALL);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(HttpCaller.json(answer).path("detail").asString()).contains("etiqueta.security.keys");
        }
        assertThat(service.send("POST", "/actuator/deployment", null).statusCode())
                .isEqualTo(401);
        assertThat(service.send("POST", "/actuator/deployment/rollback", null).statusCode())
                .isEqualTo(401);
        assertThat(service.send("DELETE", "/actuator/deployment", null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void isDocumentedAsOpen() {
        String api = service.send("GET", "/docs/openapi", null).body();

        assertThat(api).contains("\"/predict\"").doesNotContain("\"security\"", "securitySchemes", "\"401\"");
    }

    @Test
    void keepsTheDetailsOfHealthToItself() {
        assertThat(service.send("GET", "/actuator/health", null).body())
                .contains("\"status\":\"UP\"")
                .doesNotContain("details");
    }
}
