package dev.etiqueta.inference;

import dev.etiqueta.Tool;
import dev.etiqueta.dvc.DvcProjectFixture;
import java.io.IOException;
import java.nio.file.Path;
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

/** Models that are no image classifiers: with a state and a scalar, of halves, of texts, and a pipeline of scikit-learn's. */
@Tag("acceptance")
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.grpc.server.port=0")
class ModelKindsAcceptanceTest {

    @TempDir
    private static Path project;

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException {
        Path models = new DvcProjectFixture(project)
                .onnx("recurrent", "half", "words", "pipeline")
                .write();
        properties.add("etiqueta.repository.path", models::toString);
    }

    @Test
    void answerAsTheRuntimeDoes(@LocalServerPort int http, @Autowired GrpcServerLifecycle grpc)
            throws IOException, InterruptedException {
        Tool.run(
                Path.of("."),
                "python",
                "src/test/python/model_kinds.py",
                "127.0.0.1:" + http,
                "127.0.0.1:" + grpc.getPort(),
                "src/test/resources/models");
    }
}
