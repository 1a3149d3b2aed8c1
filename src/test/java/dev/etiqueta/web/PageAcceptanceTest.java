package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.PointerInput.Kind;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page in a real browser, with the models that the repository carries. */
@Tag("acceptance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PageAcceptanceTest {

    private static final String BINARY = "binary_classifier_3";
    private static final String DIGITS = "digit_classifier";
    private static final String SURFACE = "#surface";

    private static Browser browser;

    @TempDir
    private Path folder;

    private String root;
    private HttpTester http;

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
        http = new HttpTester(port);
        browser.complaints();
    }

    /** Whatever a test did, except where a complaint was what it waited for. */
    @AfterEach
    void hasNoComplaintsInItsConsole() {
        assertThat(browser.complaints()).isEmpty();
    }

    private void open(String model, int width, String scheme) {
        browser.open(root + "#" + model, width, scheme);
        eventually(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(assertion);
    }

    private static void draw(int digit, Kind kind) {
        if (browser.find("#clear").isEnabled()) {
            browser.find("#clear").click();
        }
        String before = prediction();
        browser.draw(SURFACE, Strokes.of(TestDigits.pixels(digit)), kind);
        eventually(() -> {
            assertThat(browser.find("#answer").getDomAttribute("aria-busy")).isEqualTo("false");
            assertThat(prediction()).isNotEmpty().isNotEqualTo(before);
        });
    }

    /** The id of the prediction that is shown. */
    private static String prediction() {
        return (String)
                browser.run("return document.querySelector('#answer-facts div:last-child dd')?.textContent ?? ''");
    }

    private static List<Integer> digits(int label, int count) {
        return IntStream.range(0, TestDigits.COUNT)
                .filter(i -> TestDigits.label(i) == label)
                .limit(count)
                .boxed()
                .toList();
    }

    @Test
    void readsThreesThatAreDrawnAsPeopleDrewThem() {
        open(BINARY, Browser.DESK, "light");
        for (int digit : digits(3, 5)) {
            draw(digit, Kind.MOUSE);
            assertThat(browser.text("#answer-label")).as("digit %d", digit).isEqualTo("3");
        }
        draw(digits(7, 1).getFirst(), Kind.MOUSE);
        assertThat(browser.text("#answer-label")).isEqualTo("no 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void readsTheFirstDigitOfEachKind(int label) {
        open(DIGITS, Browser.DESK, "dark");
        draw(TestDigits.first(label), Kind.MOUSE);
        assertThat(browser.text("#answer-label")).isEqualTo(Integer.toString(label));
    }

    /** The page's own treatment of strokes, on many, against the model. */
    @Test
    void bringsDrawingsIntoTheFormThatModelsAreTrainedWith() {
        open(DIGITS, Browser.DESK, "light");
        int count = 200;
        List<Object> drawings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawings.add(Strokes.of(TestDigits.pixels(i)).stream()
                    .map(stroke -> stroke.stream()
                            .map(point -> List.of(point.x(), point.y()))
                            .toList())
                    .toList());
        }
        String instances = (String) browser.runAsync("""
                const [drawings, done] = arguments;
                import('./page/ink.js').then(({samples}) => {
                  const contract = {width: 28, height: 28, mode: 'grayscale', size: 'refuse'};
                  done(JSON.stringify(drawings.map((strokes) => {
                    const pixels = samples(strokes.map((stroke) => stroke.map(([x, y]) => ({x, y}))), contract);
                    return Array.from({length: 28}, (_, row) => [...pixels.subarray(28 * row, 28 * row + 28)]);
                  })));
                });""", drawings);
        JsonNode predictions = http.postJson(
                        "/v1/models/%s:predict".formatted(DIGITS), "{\"instances\": %s}".formatted(instances))
                .json()
                .path("predictions");
        long right = IntStream.range(0, count)
                .filter(i -> predictions.path(i).path("label").asString().equals(Integer.toString(TestDigits.label(i))))
                .count();

        assertThat(right).isGreaterThanOrEqualTo(count * 95 / 100);
    }

    @Test
    void showsWhatTheModelSaw() {
        open(DIGITS, Browser.DESK, "light");
        draw(TestDigits.first(8), Kind.MOUSE);
        eventually(() -> assertThat((Long) browser.run("return document.querySelector('#answer-seen').naturalWidth"))
                .isEqualTo(28));

        JsonNode extent = json("""
                const image = document.querySelector('#answer-seen');
                const context = new OffscreenCanvas(28, 28).getContext('2d');
                context.drawImage(image, 0, 0);
                const {data} = context.getImageData(0, 0, 28, 28);
                let [mass, x, y, left, right, top, bottom, most] = [0, 0, 0, 28, 0, 28, 0, 0];
                for (let i = 0; i < 784; i++) {
                  const [ink, column, row] = [data[4 * i], i % 28, Math.floor(i / 28)];
                  mass += ink; x += ink * (column + 0.5); y += ink * (row + 0.5); most = Math.max(most, ink);
                  if (ink > 0) {
                    left = Math.min(left, column); right = Math.max(right, column);
                    top = Math.min(top, row); bottom = Math.max(bottom, row);
                  }
                }
                return JSON.stringify({x: x / mass, y: y / mass, width: right - left + 1, height: bottom - top + 1, most});""");
        assertThat(extent.path("x").asDouble()).isBetween(13.7, 14.3);
        assertThat(extent.path("y").asDouble()).isBetween(13.7, 14.3);
        assertThat(Math.max(extent.path("width").asInt(), extent.path("height").asInt()))
                .isBetween(20, 21);
        assertThat(extent.path("most").asInt()).isEqualTo(255);
    }

    private static JsonNode json(String script) {
        return new JsonMapper().readTree((String) browser.run(script));
    }

    @Test
    void takesSeveralFilesAndSaysWhatIsWrongWithOneOfThem() throws IOException {
        open(DIGITS, Browser.DESK, "light");
        List<String> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(Files.write(folder.resolve("digit-%d.png".formatted(i)), TestDigits.png(i))
                    .toString());
        }
        files.add(
                1,
                Files.writeString(folder.resolve("notes.png"), "not an image").toString());

        browser.find("#files").sendKeys(String.join("\n", files));

        eventually(() -> assertThat(browser.findAll("#history-list li")).hasSize(3));
        assertThat(browser.text("#problems")).contains("notes.png", "expected a PNG or a JPEG");
        List<String> labels = browser.findAll("#history-list button").stream()
                .map(WebElement::getText)
                .toList()
                .reversed();
        assertThat(labels)
                .containsExactlyElementsOf(IntStream.range(0, 3)
                        .mapToObj(i -> Integer.toString(TestDigits.label(i)))
                        .toList());
        browser.findAll("#history-list button").getLast().click();
        assertThat(browser.text("#answer-hint")).isEqualTo("digit-0.png");
        assertThat(browser.text("#answer-label")).isEqualTo(Integer.toString(TestDigits.label(0)));
        assertThat(browser.complaints()).singleElement().asString().contains(":predict", "415");
    }

    @Test
    void takesFilesThatAreDropped() {
        open(DIGITS, Browser.DESK, "light");
        String png = Base64.getEncoder().encodeToString(TestDigits.png(0));

        browser.run("""
                const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([bytes], 'dropped.png', {type: 'image/png'}));
                for (const type of ['dragenter', 'dragover', 'drop']) {
                  document.body.dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true}));
                }""", png);

        eventually(() -> assertThat(browser.text("#answer-hint")).isEqualTo("dropped.png"));
        assertThat(browser.find("html").getDomAttribute("class")).isNullOrEmpty();
    }

    @Test
    void takesFeedbackAndShowsTheLiveAccuracy() {
        open(DIGITS, Browser.DESK, "light");
        long right = feedback("right");
        long wrong = feedback("wrong");

        draw(TestDigits.first(3), Kind.MOUSE);
        browser.click("#feedback button", "Yes");
        eventually(() -> assertThat(browser.text("#feedback")).contains("“3” was right"));
        draw(TestDigits.first(4), Kind.MOUSE);
        browser.click("#feedback button", "No");
        assertThat(browser.findAll("#feedback button").stream().map(WebElement::getText))
                .containsExactly("0", "1", "2", "3", "5", "6", "7", "8", "9");
        browser.click("#feedback button", "9");
        eventually(() -> assertThat(browser.text("#feedback")).contains("It was “9”, and not “4”"));

        assertThat(feedback("right")).isEqualTo(right + 1);
        assertThat(feedback("wrong")).isEqualTo(wrong + 1);
        eventually(() -> assertThat(browser.text("#accuracy")).contains("right, of the last"));
    }

    private long feedback(String outcome) {
        return http.get("/v1/models/%s/statistics".formatted(DIGITS))
                .json()
                .path("feedback")
                .path(outcome)
                .asLong();
    }

    @Test
    void offersTheOnlyOtherLabelAtOnce() {
        open(BINARY, Browser.DESK, "light");
        draw(TestDigits.first(3), Kind.MOUSE);
        browser.click("#feedback button", "No, it is “no 3”");
        eventually(() -> assertThat(browser.text("#feedback")).contains("It was “no 3”"));
    }

    @Test
    void asksTheOtherModelAboutTheSameDrawing() {
        open(BINARY, Browser.DESK, "light");
        draw(TestDigits.first(7), Kind.MOUSE);
        assertThat(browser.text("#answer-label")).isEqualTo("no 3");

        browser.find("#model").sendKeys(DIGITS);

        eventually(() -> assertThat(browser.text("#answer-label")).isEqualTo("7"));
        assertThat(browser.run("return location.hash")).isEqualTo("#" + DIGITS);
        eventually(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
    }

    @Test
    void asksNothingWhileNobodyLooks() {
        open(BINARY, Browser.DESK, "light");
        look(false);
        assertThat(browser.text("#state")).isEqualTo("Paused");
        long asked = timesAsked();
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> timesAsked() <= asked + 1);

        look(true);
        eventually(() -> assertThat(timesAsked()).isGreaterThan(asked + 1));
        assertThat(browser.text("#state")).isEqualTo("Live");
    }

    private static void look(boolean visible) {
        browser.run("""
                Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});
                document.dispatchEvent(new Event('visibilitychange'));""", !visible);
    }

    private static long timesAsked() {
        return (Long) browser.run("""
                return performance.getEntriesByType('resource').filter(({name}) => name.endsWith('/statistics')).length""");
    }

    @Test
    void movesItsChartsWithTheTraffic() {
        open(DIGITS, Browser.DESK, "light");
        String line = "return document.querySelector('#traffic-chart .line').getAttribute('d')";
        Object before = browser.run(line);

        eventually(() -> {
            predict(DIGITS, 20);
            assertThat(Double.parseDouble(browser.text("#rate").replace(",", "")))
                    .isPositive();
            assertThat(browser.run(line)).isNotEqualTo(before);
        });
        predict(DIGITS, 250);

        eventually(() -> {
            // What it says of so few images is chance.
            assertThat(browser.text("#drift-rows"))
                    .containsPattern("\\d\\.\\d\\d · (steady|shifted|drifted)")
                    .doesNotContain("needed");
            assertThat(browser.text("#latency")).contains("Inference", "ms").doesNotContain("nothing yet");
            assertThat(browser.text("#latency-hint")).contains("the last minute");
            assertThat(browser.text("#predictions-rows")).contains("%");
            assertThat(browser.find("#scores-chart svg").getDomAttribute("aria-label"))
                    .contains("scores");
        });
    }

    @Test
    void isUsedByKeyboardAlone() {
        open(BINARY, Browser.DESK, "light");
        eventually(() -> {
            browser.type(Keys.TAB);
            assertThat(browser.focused().getDomAttribute("id")).isEqualTo("surface");
        });
        assertThat(browser.find("#surface-keys").isDisplayed()).isTrue();

        String up = "\uE013";
        String right = "\uE014";
        String down = "\uE015";
        String left = "\uE012";
        // A three of straight lines, like that of a digital clock, beginning at its upper left.
        browser.type(left.repeat(5) + up.repeat(9) + " " + right.repeat(10) + down.repeat(9) + left.repeat(7) + " ");
        browser.type(right.repeat(7) + " " + down.repeat(9) + left.repeat(10) + " ");

        eventually(() -> assertThat(browser.text("#answer-label")).isEqualTo("3"));
        assertThat(browser.text("#announcement")).contains("drawing: 3");
        browser.screenshot("keyboard-light-1280");
        browser.type(Keys.BACK_SPACE);
        assertThat(browser.find("#undo").isEnabled()).isTrue();
        browser.type(Keys.DELETE);
        assertThat(browser.find("#undo").isEnabled()).isFalse();
        tabTo("choose");
        eventually(() -> {
            browser.type(Keys.TAB);
            assertThat(browser.focused().getText()).isEqualTo("Yes");
        });
        browser.type(Keys.ENTER);
        eventually(() -> assertThat(browser.text("#feedback")).contains("was right"));
        assertThat(browser.focused().getText()).contains("was right");
    }

    private static void tabTo(String id) {
        eventually(() -> {
            browser.type(Keys.TAB);
            assertThat(browser.focused().getDomAttribute("id")).isEqualTo(id);
        });
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "360, light", "360, dark"})
    void isForEverybodyEmptyAndFull(int width, String scheme) {
        open(BINARY, width, scheme);
        requireSound("empty-%s-%d".formatted(scheme, width));

        predict(BINARY, 210);
        browser.find("#files")
                .sendKeys(IntStream.range(0, 6)
                        .mapToObj(i -> write("digit-%d.png".formatted(i), TestDigits.png(i)))
                        .collect(Collectors.joining("\n")));
        eventually(() -> assertThat(browser.findAll("#history-list li")).hasSize(6));
        draw(TestDigits.first(3), width == Browser.PHONE ? Kind.TOUCH : Kind.MOUSE);
        assertThat(browser.text("#answer-label")).isEqualTo("3");
        eventually(() -> assertThat(browser.text("#drift-rows")).doesNotContain("needed"));
        requireSound("full-%s-%d".formatted(scheme, width));

        open(DIGITS, width, scheme);
        draw(TestDigits.first(3), width == Browser.PHONE ? Kind.TOUCH : Kind.MOUSE);
        browser.click("#feedback button", "Yes");
        eventually(() -> assertThat(browser.text("#accuracy")).contains("right, of"));
        browser.find("#files").sendKeys(write("notes.png", new byte[] {1}));
        eventually(() -> assertThat(browser.text("#problems")).contains("notes.png"));
        requireSound("digits-%s-%d".formatted(scheme, width));
        assertThat(browser.complaints()).singleElement().asString().contains("415");
    }

    private String write(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a picture, and finds nothing in the way of anybody. */
    private static void requireSound(String name) {
        browser.screenshot(name);
        assertThat(browser.accessibilityViolations()).as(name).isEmpty();
        assertThat(browser.overflow()).as(name).isZero();
    }

    @Test
    void runsNoScriptThatIsNotItsOwn() {
        open(BINARY, Browser.DESK, "light");

        browser.run("""
                const script = document.createElement('script');
                script.textContent = 'document.title = "changed"';
                document.body.append(script);
                const style = document.createElement('style');
                style.textContent = 'body { display: none }';
                document.body.append(style);""");

        assertThat(browser.run("return document.title")).isEqualTo("Etiqueta");
        assertThat(browser.find("h1").isDisplayed()).isTrue();
        assertThat(browser.complaints())
                .hasSize(2)
                .allMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void leavesTheDocumentationInOrder() {
        browser.open(root + "docs", Browser.DESK, "light");
        eventually(() -> assertThat(browser.text("body")).contains("/v1/models/{name}/statistics"));
    }

    @Test
    void saysThatTheServiceIsGoneAndGoesOnWhenItIsBack() {
        open(DIGITS, Browser.DESK, "light");
        browser.offline(true);
        try {
            eventually(() -> assertThat(browser.text("#state")).contains("trying again"));
            browser.draw(SURFACE, Strokes.of(TestDigits.pixels(0)), Kind.MOUSE);
            eventually(() -> assertThat(browser.text("#problems")).contains("does not answer"));
            browser.screenshot("gone-light-1280");
        } finally {
            browser.offline(false);
        }

        eventually(() -> assertThat(browser.text("#state")).isEqualTo("Live"));
        browser.find("#clear").click();
        draw(TestDigits.first(2), Kind.MOUSE);
        assertThat(browser.text("#problems")).isEmpty();
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("ERR_INTERNET_DISCONNECTED"));
    }

    @Test
    void standsStillForThoseWhoWantThat() {
        open(DIGITS, Browser.DESK, "light");
        assertThat(animation()).isNotEqualTo("none");
        browser.reduceMotion();
        assertThat(animation()).isEqualTo("none");
    }

    private static String animation() {
        return (String)
                browser.run("return getComputedStyle(document.querySelector('#state'), '::before').animationName");
    }

    private void predict(String model, int count) {
        IntStream.range(0, count)
                .forEach(i -> http.post(
                        "/v1/models/%s:predict".formatted(model),
                        "image/png",
                        TestDigits.png(i * 40 % TestDigits.COUNT)));
    }
}
