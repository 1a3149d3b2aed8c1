package dev.etiqueta.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.etiqueta.TestDigits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PredictServiceTest {

    @TempDir
    private Path folder;

    private HttpServer server;
    private String url;
    private final List<String> asked = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private int status = 200;
    private String answer = """
            {"predictions": [{"label": "3", "probability": 0.75, "scores": {"3": 0.75, "no 3": 0.25}}]}""";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://localhost:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }

    private void answer(HttpExchange exchange) throws IOException {
        int length = exchange.getRequestBody().readAllBytes().length;
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        asked.add("%s %s %d".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), length));
        byte[] body = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void showsAKeyWhereThereIsOne() throws IOException {
        for (String key : new String[] {null, "etq_a"}) {
            try (RunningService service = new RunningService(URI.create(url), null, key)) {
                service.label(digit());
            }
        }

        assertThat(keys).containsExactly("null", "Bearer etq_a");
    }

    @Test
    void asksTheDefaultModelOfAService(CapturedOutput output) throws IOException {
        assertThat(predict("--service", url, "--expect", "3", digit().toString()))
                .isZero();
        assertThat(output.getOut()).isEqualTo("3\t0.750000\t%s%n".formatted(digit()));
        assertThat(asked).containsExactly("POST /predict " + Files.size(digit()));
    }

    @Test
    void asksANamedModelWithAllItsScores(CapturedOutput output) throws IOException {
        assertThat(predict("--service", url + "/", "--model", "a b", "--json", digit().toString()))
                .isZero();
        assertThat(output.getOut()).contains("\"scores\":{\"3\":0.75,\"no 3\":0.25}");
        assertThat(asked).containsExactly("POST /v1/models/a%20b:predict " + Files.size(digit()));
    }

    @Test
    void failsWhereALabelIsNotTheExpectedOne(CapturedOutput output) throws IOException {
        assertThat(predict("--service", url, "--expect", "7", digit().toString()))
                .isEqualTo(1);
        assertThat(predict("--expect", "no 3", digit().toString())).isEqualTo(1);
        assertThat(output.getErr())
                .contains("three.png: expected the label '7', found '3'")
                .contains("three.png: expected the label 'no 3', found '3'");
    }

    @Test
    void saysWhyTheServiceRefuses(CapturedOutput output) throws IOException {
        status = 422;
        answer = "{\"detail\": \"expected 28 x 28 pixels\"}";
        assertThat(predict("--service", url, digit().toString())).isEqualTo(2);
        assertThat(output.getErr()).contains("/predict answers with status 422: expected 28 x 28 pixels");
    }

    @Test
    void saysThatAnAnswerIsNone(CapturedOutput output) throws IOException {
        answer = "<html>";
        assertThat(predict("--service", url, digit().toString())).isEqualTo(2);
        status = 502;
        assertThat(predict("--service", url, digit().toString())).isEqualTo(2);
        answer = "x".repeat(17 * 1024 * 1024);
        assertThat(predict("--service", url, digit().toString())).isEqualTo(2);
        assertThat(output.getErr())
                .contains("/predict answers without a label")
                .contains("/predict answers with status 502: with no reason that can be read");
    }

    @Test
    void saysThatNobodyAnswers(CapturedOutput output) throws IOException {
        server.stop(0);
        assertThat(predict("--service", url, digit().toString())).isEqualTo(2);
        assertThat(output.getErr()).contains("/predict does not answer: is the service up, and reachable from here?");
    }

    @Test
    void refusesWhatIsNoService(CapturedOutput output) throws IOException {
        assertThat(predict("--service", "localhost:8080", digit().toString())).isEqualTo(2);
        assertThat(predict("--service", url, "--revision", "v3", digit().toString()))
                .isEqualTo(2);
        assertThat(output.getErr())
                .contains("--service is 'localhost:8080', expected a url such as http://localhost:8080")
                .contains("leave out where models come from");
    }

    private static int predict(String... arguments) {
        List<String> all = new ArrayList<>(List.of("predict"));
        all.addAll(List.of(arguments));
        return CommandLineInterface.run(all.toArray(String[]::new));
    }

    private Path digit() throws IOException {
        return Files.write(folder.resolve("three.png"), TestDigits.png(TestDigits.first(3)));
    }
}
