package dev.etiqueta.inference;

import dev.etiqueta.Tool;
import dev.etiqueta.dvc.DvcProjectFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Whatever ONNX's own node tests ask of a runtime, and the protocol can say, is answered as they say: by JSON, by bytes, and
 * by gRPC. How many they are is written to {@code target/node-tests.txt}.
 */
@Tag("acceptance")
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.grpc.server.port=0", "etiqueta.deployment.on-failure=skip"})
class NodeTestsAcceptanceTest {

    private static final String SCRIPT = "src/test/python/node_tests.py";

    @TempDir
    private static Path folder;

    private static String prepared;

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        Path models = folder.resolve("models");
        prepared = Tool.output(Path.of("."), "python", "-W", "ignore", SCRIPT, "models", models.toString());
        DvcProjectFixture project = new DvcProjectFixture(folder.resolve("project"));
        try (Stream<Path> files = Files.list(models)) {
            for (Path file : files.toList()) {
                project.file(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        properties.add("etiqueta.repository.path", project.write()::toString);
    }

    @Test
    void areAnsweredAsTheySay(@LocalServerPort int http, @Autowired GrpcServerLifecycle grpc)
            throws IOException, InterruptedException {
        String asked = Tool.output(
                Path.of("."),
                "python",
                "-W",
                "ignore",
                SCRIPT,
                "ask",
                "127.0.0.1:" + http,
                "127.0.0.1:" + grpc.getPort());
        Files.write(
                Path.of("target/node-tests.txt"),
                List.of("ONNX's node tests", prepared, "Answered by the service", asked));
    }
}
