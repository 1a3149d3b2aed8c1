package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestKeys;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The issuer of JSON web tokens cannot be reached. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "etiqueta.security.keys=src/test/resources/keys",
            // The discard port, where nothing listens.
            "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:9/keys"
        })
class IssuerOutageTest {

    @Test
    void isNotTheClientsFault(@LocalServerPort int port) {
        HttpCaller service = HttpCaller.of(port);
        String token = "%s.%s.AAAA".formatted(base64("{\"alg\":\"RS256\",\"kid\":\"a\"}"), base64("{\"sub\":\"a\"}"));

        HttpResponse<String> answer = service.send("POST", "/predict", token);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(HttpCaller.json(answer).path("detail").asString())
                .contains("issuer")
                .doesNotContain("127.0.0.1");
        assertThat(service.send("POST", "/predict", TestKeys.of("predict")).statusCode())
                .isEqualTo(200);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
