package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import dev.etiqueta.TestKeys;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.interactions.PointerInput.Kind;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page of a service that asks for a key, in a real browser. */
@Tag("acceptance")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "etiqueta.security.keys=src/test/resources/keys")
class PageKeyAcceptanceTest {

    private static final String OPEN = "return document.querySelector('#key-dialog').open";

    private static Browser browser;

    private String root;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void connect(@LocalServerPort int port) {
        root = "http://localhost:" + port + "/";
        browser.open(root, Browser.DESK, "light");
        browser.run("sessionStorage.clear()");
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(assertion);
    }

    private void open(int width, String scheme) {
        browser.open(root + "#digit_classifier", width, scheme);
        eventually(() -> assertThat(browser.run(OPEN)).isEqualTo(true));
    }

    private static void enter(String key) {
        browser.find("#key-input").sendKeys(key, Keys.ENTER);
    }

    private static void draw() {
        browser.draw("#surface", Strokes.of(TestDigits.pixels(0)), Kind.MOUSE);
    }

    private static void isState(String state) {
        eventually(() -> assertThat(browser.text("#state")).isEqualTo(state));
    }

    @Test
    void asksOnceAndThenShowsEverything() {
        open(Browser.DESK, "light");
        assertThat(browser.focused().getAttribute("id")).isEqualTo("key-input");
        enter(TestKeys.ALL);

        isState("Live");
        draw();
        eventually(() -> assertThat(browser.text("#answer-label")).isEqualTo("7"));
        browser.click("#feedback button", "Yes");
        eventually(() -> assertThat(browser.text("#feedback")).contains("counts towards the live accuracy"));
        eventually(() -> assertThat(browser.text("#accuracy-hint")).contains("holders of a key"));
        assertThat(browser.run(OPEN)).isEqualTo(false);
        assertThat(browser.text("#key")).isEqualTo("Forget the key");
    }

    /** And not the key: not in the address, in cookies, in what outlives the tab, or in the document. */
    @Test
    void keepsTheKeyInTheTabOnly() {
        open(Browser.DESK, "light");
        enter(TestKeys.ALL);
        isState("Live");

        assertThat(browser.run("return Object.values(sessionStorage).join()")).isEqualTo(TestKeys.ALL);
        assertThat(browser.run("return localStorage.length")).isEqualTo(0L);
        assertThat(browser.run("return document.cookie + location.href + document.documentElement.outerHTML"
                        + " + document.querySelector('#key-input').value"))
                .asString()
                .doesNotContain("etq_");
        browser.open(root + "#digit_classifier", Browser.DESK, "light");
        isState("Live");
    }

    @Test
    void asksAgainWhereTheKeyIsNotKnown() {
        open(Browser.DESK, "light");
        enter("etq_wrong");

        eventually(() -> assertThat(browser.text("#key-problem")).contains("does not know this key"));
        browser.screenshot("key-refused");
        enter(TestKeys.ALL);
        isState("Live");
    }

    @Test
    void leavesWhoDeclinesInPeaceAndOffersAButton() {
        open(Browser.DESK, "light");
        browser.type(Keys.ESCAPE);

        isState("Needs a key");
        assertThat(browser.text("#key")).isEqualTo("Enter a key");
        browser.click("#key", "Enter a key");
        eventually(() -> assertThat(browser.run(OPEN)).isEqualTo(true));
        browser.click("#key-dialog button", "Not now");
        isState("Needs a key");
        browser.click("#key", "Enter a key");
        eventually(() -> assertThat(browser.run(OPEN)).isEqualTo(true));
        enter(TestKeys.ALL);
        isState("Live");
        browser.click("#key", "Forget the key");
        isState("Needs a key");
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void doesWhatTheRolesOfTheKeyAreFor() {
        open(Browser.DESK, "light");
        enter(TestKeys.of("predict"));

        isState("No statistics: this key lacks the role observe");
        draw();
        eventually(() -> assertThat(browser.text("#answer-label")).isEqualTo("7"));
        browser.click("#feedback button", "Yes");
        eventually(() -> assertThat(browser.text("#feedback")).contains("it needs the role feedback"));
        browser.screenshot("key-predict");
    }

    @Test
    void saysWhichRoleAPredictionNeeds() {
        open(Browser.DESK, "light");
        enter(TestKeys.of("observe"));

        isState("Live");
        draw();
        eventually(() -> assertThat(browser.text("#problems")).contains("it needs the role predict"));
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "360, light", "360, dark"})
    void canBeUsedByEverybody(int width, String scheme) {
        open(width, scheme);

        browser.screenshot("key-%d-%s".formatted(width, scheme));
        assertThat(browser.accessibilityViolations()).isEmpty();
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
    }
}
