package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.web.Strokes.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.interactions.PointerInput.Kind;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The page in a real browser, with models of another kind, of which other versions are deployed meanwhile. */
@Tag("acceptance")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=deployment",
            "etiqueta.repository.revision=v1"
        })
@DirtiesContext
class PageDeploymentAcceptanceTest {

    @TempDir
    private static Path folder;

    private static RepositoryFixture fixture;
    private static Browser browser;

    private HttpTester http;
    private HttpTester management;
    private String root;

    @BeforeAll
    static void start() throws IOException {
        fixture = RepositoryFixture.unpack("dvc3", folder);
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @DynamicPropertySource
    static void repository(DynamicPropertyRegistry properties) {
        properties.add("etiqueta.repository.url", () -> fixture.repository().toString());
        properties.add("etiqueta.remote.url", () -> fixture.store("store").toString());
        properties.add("etiqueta.cache.dir", () -> folder.resolve("cache").toString());
    }

    @BeforeEach
    void connect(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        http = new HttpTester(port);
        management = new HttpTester(managementPort);
        root = "http://localhost:" + port + "/";
        deploy("v1");
    }

    private void deploy(String revision) {
        assertThat(management
                        .postJson("/actuator/deployment", "{\"revision\": \"%s\"}".formatted(revision))
                        .status())
                .isEqualTo(200);
    }

    private void open(String model) {
        browser.open(root + "#" + model, Browser.DESK, "light");
        eventually(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(assertion);
    }

    @Test
    void noticesThatAnotherVersionServes() {
        open("bright");
        assertThat(browser.text("#version")).isEqualTo("v1");

        deploy("v2");

        eventually(() -> assertThat(browser.text("#version")).isEqualTo("v2"));
        eventually(() -> assertThat(browser.text("#notice")).isEqualTo("v2 serves now."));
        assertThat(browser.text("#card-content")).contains("v2");
        assertThat(browser.find("#model").getDomProperty("value")).isEqualTo("bright");
        eventually(() -> assertThat(browser.text("#latency")).contains("Inference"));
        browser.screenshot("deployed-light-1280");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void drawsInTheFormOfAnyModel() {
        open("bright");

        browser.draw("#surface", List.of(List.of(new Point(0.3, 0.3), new Point(0.7, 0.7))), Kind.MOUSE);

        eventually(() -> assertThat(browser.text("#answer-label")).isIn("dark", "bright"));
        assertThat(browser.text("#answer-size")).contains("2 × 2");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void saysOfAModelWithoutImagesHowToAskIt() {
        open("colors");

        assertThat(browser.find("#surface").isDisplayed()).isFalse();
        assertThat(browser.text("#tensors")).contains("takes tensors", root + "v1/models/colors:predict");
        browser.screenshot("tensors-light-1280");
        assertThat(browser.accessibilityViolations()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }
}
