package dev.etiqueta.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class KeyCommandTest {

    @Test
    void printsATokenAndItsLineOfTheFile(CapturedOutput output) {
        assertThat(CommandLineInterface.run("key", "--role", "feedback,predict", "--name", "ci"))
                .isZero();

        List<String> lines = output.getOut().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).matches("etq_[A-Za-z0-9_-]{43}");
        assertThat(lines.getLast())
                .matches("ci predict,feedback sha256:[0-9a-f]{64}")
                .doesNotContain(lines.getFirst().substring(4));
    }

    @Test
    void refusesOtherRolesAndNames(CapturedOutput output) {
        assertThat(CommandLineInterface.run("key", "--role", "admin", "--name", "ci"))
                .isEqualTo(2);
        assertThat(CommandLineInterface.run("key", "--role", "predict", "--name", "c i"))
                .isEqualTo(2);
        assertThat(CommandLineInterface.run("key", "--name", "ci")).isEqualTo(2);
        assertThat(output.getErr()).contains("admin", "a key's name has", "--role");
        assertThat(output.getOut()).doesNotContain("etq_");
    }
}
