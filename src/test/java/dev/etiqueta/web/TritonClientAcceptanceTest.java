package dev.etiqueta.web;

import dev.etiqueta.Tool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.annotation.DirtiesContext;

/** Triton's clients, unchanged, ask by the Open Inference Protocol. */
@Tag("acceptance")
@DirtiesContext
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.grpc.server.port=0")
class TritonClientAcceptanceTest {

    @Test
    void isAnswered(@LocalServerPort int port, @Autowired GrpcServerLifecycle grpc)
            throws IOException, InterruptedException {
        Tool.run(
                Path.of("."),
                "python",
                "src/test/python/triton_client.py",
                "127.0.0.1:" + port,
                "127.0.0.1:" + grpc.getPort(),
                "src/test/resources/digits/three.png");
    }
}
