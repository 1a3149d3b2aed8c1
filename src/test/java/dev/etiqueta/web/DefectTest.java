package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.web.HttpTester.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A library that cannot load a class is a defect of the service: the log says which, the answer does not. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(DefectTest.Broken.class)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class DefectTest {

    @TestConfiguration
    @RestController
    static class Broken {

        @GetMapping("/broken")
        String answer() {
            throw new NoClassDefFoundError("missing/Library");
        }
    }

    @Test
    void isInTheLogAndNotInTheAnswer(@LocalServerPort int port, CapturedOutput output) {
        Answer answer = new HttpTester(port).get("/broken");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.text()).doesNotContain("missing");
        assertThat(output.getAll()).contains("A request failed", "NoClassDefFoundError: missing/Library");
    }
}
