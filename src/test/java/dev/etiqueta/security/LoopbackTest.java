package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may deploy where the management port is one that only this host reaches. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=*"
        })
class LoopbackTest {

    private HttpCaller management;
    private int port;

    @BeforeEach
    void connect(@LocalManagementPort int port) {
        this.port = port;
        management = HttpCaller.of(port);
    }

    @Test
    void letsThisHostSeeWhatServesAndDeploy() {
        assertThat(management.send("GET", "/actuator/deployment", null).statusCode())
                .isEqualTo(200);
        // There is nothing to roll back to.
        assertThat(management
                        .send("POST", "/actuator/deployment/rollback", null)
                        .statusCode())
                .isEqualTo(409);
        assertThat(management.send("GET", "/actuator/health", null).body()).contains("details");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nOrigin: http://elsewhere.example",
                "Host: elsewhere.example",
                "Host: elsewhere.example:80",
                "Host: localhost\r\nX-Forwarded-For: 203.0.113.7",
                "Host: localhost\r\nForwarded: for=203.0.113.7"
            })
    void letsNoPageAndNoProxyAskInItsPlace(String headers) throws IOException {
        String request = "POST /actuator/deployment/rollback HTTP/1.1\r\n%s\r\nContent-Type: application/json\r\n"
                        .formatted(headers)
                + "Content-Length: 2\r\nConnection: close\r\n\r\n{}";
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void doesNotLetItDeployByTheOtherPort(@LocalServerPort int other) {
        assertThat(HttpCaller.of(other)
                        .send("GET", "/actuator/deployment", null)
                        .statusCode())
                .isEqualTo(404);
    }
}
