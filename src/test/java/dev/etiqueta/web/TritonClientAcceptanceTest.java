package dev.etiqueta.web;

import dev.etiqueta.Tool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Triton's client, unchanged, asks by the Open Inference Protocol. */
@Tag("acceptance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TritonClientAcceptanceTest {

    @Test
    void isAnswered(@LocalServerPort int port) throws IOException, InterruptedException {
        Tool.run(
                Path.of("."),
                "python",
                "src/test/python/triton_client.py",
                "127.0.0.1:" + port,
                "src/test/resources/digits/three.png");
    }
}
