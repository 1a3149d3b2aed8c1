package dev.etiqueta.web;

import dev.etiqueta.TestKeys;
import dev.etiqueta.Tool;
import dev.etiqueta.dvc.DvcProjectFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Schemathesis makes requests of the OpenAPI document, right and wrong ones, and looks at the answers beside it. */
@Tag("acceptance")
class OpenApiAcceptanceTest {

    private static final String EXAMPLES = "60";

    /** JSON Schema can tell no image, and no instance that fits a model, which are refused for more than their form. */
    private static final String EXCLUDED = "positive_data_acceptance";

    @TempDir
    private static Path folder;

    private static void check(int port, String... more) throws IOException, InterruptedException {
        String service = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(
                List.of("schemathesis", "run", service + "/docs/openapi", "--origin", service, "--seed", "1"));
        command.addAll(List.of("--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES));
        command.addAll(List.of("--exclude-checks", EXCLUDED, "--continue-on-failure", "--no-color"));
        command.addAll(List.of(more));
        Tool.run(folder, command.toArray(String[]::new));
    }

    @Nested
    @DirtiesContext
    @SpringBootTest(
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = "etiqueta.security.keys=src/test/resources/keys")
    class WithKeys {

        @Test
        void answersAsItsDocumentSays(@LocalServerPort int port) throws IOException, InterruptedException {
            check(port, "--header", "Authorization: " + TestKeys.bearer(TestKeys.ALL));
        }
    }

    @Nested
    @DirtiesContext
    @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
    class OfPlainModels {

        @DynamicPropertySource
        static void models(DynamicPropertyRegistry properties) throws IOException {
            Path models = new DvcProjectFixture(folder)
                    .onnx("add", "gather", "identity_string", "zipmap")
                    .write();
            properties.add("etiqueta.repository.path", models::toString);
        }

        @Test
        void answersAsItsDocumentSays(@LocalServerPort int port) throws IOException, InterruptedException {
            check(port);
        }
    }
}
