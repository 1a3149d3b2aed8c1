package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.web.HttpTester.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How the page is delivered. What it does, PageAcceptanceTest tries in a browser. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PageTest {

    private static final Path FILES = Path.of("src/main/resources/static/page");
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(page/[^\"]+)\"");

    private HttpTester http;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    @Test
    void servesThePage() {
        Answer page = http.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).startsWith("text/html");
        assertThat(page.text()).startsWith("<!doctype html>").contains("<title>Etiqueta</title>");
    }

    @Test
    void hasAllFilesThatItNames() {
        Set<String> named = references(http.get("/").text());

        assertThat(named)
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(http.get("/" + file).status()).isEqualTo(200));
    }

    /** Else the browser would find out one after the other what the modules import. */
    @Test
    void namesAllModules() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            Set<String> all = files.map(file -> "page/" + file.getFileName()).collect(Collectors.toSet());
            assertThat(references(http.get("/").text())).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void hasNothingThatItsPolicyForbids() {
        String page = http.get("/").text();

        assertThat(page).doesNotContain("style=", "<style", "javascript:", "http://", "https://");
        assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page).find())
                .isFalse();
        assertThat(Pattern.compile("\\son\\w+=").matcher(page).find()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/page/main.js", "/page/style.css", "/page/icon.svg"})
    void allowsNothingBeyondItself(String path) {
        Answer answer = http.get(path);

        assertThat(answer.header("Content-Security-Policy").split("; "))
                .containsExactly(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "img-src 'self' blob:",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/main.js"})
    void isAskedForAgainAndSentOnlyIfItIsAnother(String path) {
        Answer first = http.get(path);
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        // It would be the same one in all reproducible builds.
        assertThat(first.headers().firstValue("Last-Modified")).isEmpty();

        Answer same = http.send(
                http.request(path).header("If-None-Match", first.header("ETag")).GET());
        Answer other =
                http.send(http.request(path).header("If-None-Match", "W/\"0\"").GET());

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("ETag")).isEqualTo(first.header("ETag")).startsWith("W/\"");
    }

    @Test
    void isCompressedWhereAnswersAreNot() {
        assertThat(compressed("/page/style.css").header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed("/").header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed("/v1/models").header("Content-Encoding")).isEmpty();
    }

    private Answer compressed(String path) {
        return http.send(http.request(path).header("Accept-Encoding", "gzip").GET());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/page/nothing.js",
                "/page/",
                "/page/..%2f..%2fapplication.yaml",
                "/page/../application.yaml",
                "/application.yaml"
            })
    void answersWithAProblemWhereThereIsNoFile(String path) {
        Answer answer = http.get(path);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.type()).isEqualTo("application/problem+json");
    }

    @Test
    void leavesTheDocumentationAlone() {
        Answer docs = http.get("/swagger-ui/index.html");

        assertThat(docs.status()).isEqualTo(200);
        assertThat(docs.header("Content-Security-Policy")).isEmpty();
    }

    @Test
    void takesGetAndHeadOnly() {
        assertThat(http.post("/page/main.js", "text/plain", new byte[1]).status())
                .isEqualTo(405);
        assertThat(http.send(http.request("/page/main.js").method("HEAD", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
    }

    private static Set<String> references(String page) {
        List<String> found = REFERENCE
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        return new TreeSet<>(found);
    }
}
