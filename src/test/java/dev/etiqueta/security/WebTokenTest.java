package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.etiqueta.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service that takes the JSON web tokens of an issuer, beside keys. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "etiqueta.security.keys=src/test/resources/keys",
            "spring.security.oauth2.resourceserver.jwt.audiences=etiqueta",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=*"
        })
class WebTokenTest {

    private static HttpServer issuer;
    private static String name;
    private static final List<JWK> published = new CopyOnWriteArrayList<>();
    private static RSAKey key;

    private HttpCaller service;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        key = key("first");
        published.add(key);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        name = "http://localhost:" + issuer.getAddress().getPort();
        String about = "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(name, name);
        issuer.createContext("/.well-known/openid-configuration", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, about.length());
                exchange.getResponseBody().write(about.getBytes(StandardCharsets.UTF_8));
            }
        });
        issuer.createContext("/keys", exchange -> {
            try (exchange) {
                byte[] keys = new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        issuer.start();
    }

    @AfterAll
    static void stop() {
        issuer.stop(0);
    }

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", () -> name);
    }

    @BeforeEach
    void connect(@LocalServerPort int port) {
        service = HttpCaller.of(port);
    }

    private static RSAKey key(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    private static JWTClaimsSet.Builder claims(String scope) {
        return new JWTClaimsSet.Builder()
                .issuer(name)
                .audience("etiqueta")
                .subject("alice")
                .claim("scope", scope)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String sign(JWTClaimsSet.Builder claims, RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims.build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void takesAScopeForARole(Role role) throws JOSEException {
        String token = sign(claims("profile " + role.text()), key);

        assertThat(service.send("POST", "/predict", token).statusCode()).isEqualTo(role == Role.PREDICT ? 200 : 403);
        assertThat(service.send("GET", "/actuator/prometheus", token).statusCode())
                .isEqualTo(role == Role.OBSERVE ? 200 : 403);
        assertThat(service.send("POST", "/v1/models/digit_classifier/feedback", token)
                        .statusCode())
                .isEqualTo(role == Role.FEEDBACK ? 400 : 403);
        assertThat(service.send("POST", "/actuator/deployment/rollback", token).statusCode())
                .isEqualTo(role == Role.DEPLOY ? 409 : 403);
        assertThat(service.send("GET", "/v1/models", token).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhoMayNot() throws JOSEException {
        HttpResponse<String> answer = service.send("POST", "/predict", sign(claims("observe"), key));

        assertThat(HttpCaller.json(answer).path("detail").asString()).contains("alice may not do this");
    }

    @Test
    void refusesTokensThatAreNotMeantForItOrNoLonger() throws JOSEException {
        List<String> tokens = List.of(
                sign(claims("predict").audience("another"), key),
                sign(claims("predict").issuer("http://elsewhere.example"), key),
                sign(claims("predict").expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1)))), key),
                sign(claims("predict"), key("first")),
                sign(claims("predict"), key) + "x",
                "abc");

        for (String token : tokens) {
            HttpResponse<String> answer = service.send("POST", "/predict", token);
            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(answer.body()).doesNotContain(token);
        }
        assertThat(service.send("POST", "/predict", sign(claims("other"), key)).statusCode())
                .isEqualTo(403);
    }

    /** The tenth second after the last look: see {@link IssuerKeysTest}. */
    @Test
    void takesANewKeyOfTheIssuer() throws JOSEException {
        RSAKey next = key("second");
        String token = sign(claims("predict"), next);
        assertThat(service.send("POST", "/predict", token).statusCode()).isEqualTo(401);
        published.add(next);

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(service.send("POST", "/predict", token).statusCode())
                                .isEqualTo(200));
    }

    @Test
    void takesKeysOfTheFileToo() {
        assertThat(service.send("POST", "/predict", TestKeys.of("predict")).statusCode())
                .isEqualTo(200);
    }
}
