package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import dev.etiqueta.web.Strokes.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium, as Debian has it, that does what people do. */
final class Browser implements AutoCloseable {

    static final int DESK = 1280;
    static final int PHONE = 360;

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start() {
        assertThat(CHROMIUM).as("install Debian's chromium").exists();
        assertThat(DRIVER).as("install Debian's chromium-driver").exists();
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        // Containers have no room for its sandbox, and little shared memory.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withSilent(true)
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        return new Browser(driver);
    }

    /** Opens a page in a window of that width; {@code scheme} is light or dark. */
    void open(String address, int width, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width == PHONE));
        driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", width == PHONE));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        // Else another fragment of the same address would not be loaded.
        driver.get("about:blank");
        driver.get(address);
    }

    void reduceMotion() {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    /** Clicks the button among those that has this text. */
    void click(String selector, String text) {
        findAll(selector).stream()
                .filter(button -> button.getText().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + selector + " has the text " + text))
                .click();
    }

    /** Presses keys, whatever has the focus; each of them down and up again. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The script's last argument is to be called with the result. */
    Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** Draws on an element, with the mouse or a finger. */
    void draw(String selector, List<List<Point>> strokes, PointerInput.Kind kind) {
        run("document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", selector);
        Map<?, ?> box = (Map<?, ?>)
                run("return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector);
        double left = ((Number) box.get("left")).doubleValue();
        double top = ((Number) box.get("top")).doubleValue();
        double width = ((Number) box.get("width")).doubleValue();
        PointerInput pointer = new PointerInput(kind, kind.name());
        for (List<Point> stroke : strokes) {
            Sequence sequence = new Sequence(pointer, 0);
            for (int i = 0; i < stroke.size(); i++) {
                Point point = stroke.get(i);
                sequence.addAction(pointer.createPointerMove(
                        Duration.ZERO, PointerInput.Origin.viewport(), (int) Math.round(left + point.x() * width), (int)
                                Math.round(top + point.y() * width)));
                if (i == 0) {
                    sequence.addAction(pointer.createPointerDown(PointerInput.MouseButton.LEFT.asArg()));
                }
            }
            sequence.addAction(pointer.createPointerUp(PointerInput.MouseButton.LEFT.asArg()));
            driver.perform(List.of(sequence));
        }
    }

    /** What axe-core has to say against the page as it is now. */
    List<String> accessibilityViolations() {
        return new AxeBuilder()
                .setLegacyMode().analyze(driver).getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .toList())
                        .toList();
    }

    /** What the console has of warnings and errors since the last time. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** How far the page is wider than the window, in pixels. */
    long overflow() {
        return (Long) run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** Keeps a picture of the whole page in target/screenshots. */
    void screenshot(String name) {
        Number height = (Number) run("return document.documentElement.scrollHeight");
        Number width = (Number) run("return innerWidth");
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) picture.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
