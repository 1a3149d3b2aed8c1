package dev.etiqueta.inference;

import dev.etiqueta.Tool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.annotation.DirtiesContext;

/** The clients that people have ask by the Open Inference Protocol, unchanged. */
@Tag("acceptance")
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.grpc.server.port=0")
class InferenceClientAcceptanceTest {

    private String http;
    private String grpc;

    @BeforeEach
    void connect(@LocalServerPort int port, @Autowired GrpcServerLifecycle server) {
        http = "127.0.0.1:" + port;
        grpc = "127.0.0.1:" + server.getPort();
    }

    @Test
    void areAnsweredWhereTheyAreTritons() throws IOException, InterruptedException {
        Tool.run(
                Path.of("."),
                "python",
                "src/test/python/triton_client.py",
                http,
                grpc,
                "src/test/resources/digits/three.png");
    }

    @Test
    void areAnsweredWhereTheyAreKServes() throws IOException, InterruptedException {
        Tool.run(Path.of("."), "python", "src/test/python/kserve_client.py", http, grpc);
    }
}
