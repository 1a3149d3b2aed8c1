package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestKeys;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

/** A service that lets each client ask twice, and then once a second. */
@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "etiqueta.security.keys=src/test/resources/keys",
            "etiqueta.limits.rate=1",
            "etiqueta.limits.burst=2",
            "etiqueta.limits.trusted-proxies=127.0.0.0/8,10.0.0.0/8"
        })
class ClientLimitsTest {

    private HttpCaller service;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        service = HttpCaller.of(port);
    }

    private int status(String path, String token, String... headers) {
        return service.send("GET", path, token, headers).statusCode();
    }

    @Test
    void refusesWhoAsksTooOftenAndSaysWhenHeMayAgain() {
        String token = TestKeys.of("observe");
        assertThat(status("/v1/models", token)).isEqualTo(200);
        assertThat(status("/v1/models", token)).isEqualTo(200);

        HttpResponse<String> refused = service.send("GET", "/v1/models", token);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(HttpCaller.json(refused).path("detail").asString())
                .isEqualTo("observe has asked more often than 1 times a second; ask again in 1 s");
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(status("/v1/models", token)).isEqualTo(200));
    }

    @Test
    void countsEachPrincipalByItself() {
        for (int i = 0; i < 3; i++) {
            status("/v1/models", TestKeys.of("observe"));
        }

        assertThat(status("/v1/models", TestKeys.of("observe"))).isEqualTo(429);
        assertThat(status("/v1/models", TestKeys.of("predict"))).isEqualTo(200);
        assertThat(status("/", null)).isEqualTo(200);
    }

    @Test
    void countsThoseWhoAreNotKnownByTheirAddressBehindTrustedProxies() {
        for (int i = 0; i < 3; i++) {
            // What the client himself has written changes nothing.
            status("/", null, "X-Forwarded-For", "192.0.2." + i + ", 203.0.113.7, 10.0.0.1");
        }

        assertThat(status("/", null, "X-Forwarded-For", "203.0.113.7")).isEqualTo(429);
        assertThat(status("/", null, "X-Forwarded-For", "203.0.113.8")).isEqualTo(200);
        assertThat(status("/", null, "X-Forwarded-For", "<script>")).isEqualTo(200);
    }

    @Test
    void leavesProbesAlone() {
        for (int i = 0; i < 10; i++) {
            assertThat(status("/actuator/health/liveness", null)).isEqualTo(200);
            assertThat(status("/v2/health/ready", null)).isEqualTo(200);
        }
    }
}
