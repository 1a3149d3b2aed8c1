package dev.etiqueta.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.etiqueta.TestDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class CommandLineInterfaceTest {

    private static final String MNIST = "src/test/resources/mnist";

    @TempDir
    private Path folder;

    @AfterEach
    void restoreTheLog() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }

    @Test
    void tellsCommandsFromPropertiesOfTheService() {
        assertThat(CommandLineInterface.isCommand()).isFalse();
        assertThat(CommandLineInterface.isCommand("--server.port=1")).isFalse();
        assertThat(CommandLineInterface.isCommand("serve", "--server.port=1")).isFalse();
        assertThat(CommandLineInterface.isCommand("serve", "--help")).isTrue();
        assertThat(CommandLineInterface.isCommand("--help")).isTrue();
        assertThat(CommandLineInterface.isCommand("predict", "x.png")).isTrue();
        assertThat(CommandLineInterface.isCommand("predikt")).isTrue();
    }

    @Test
    void predictsALabelAndItsProbabilityALine(CapturedOutput output) throws IOException {
        Path three = digit(3);
        Path seven = digit(7);

        assertThat(CommandLineInterface.run("predict", three.toString(), seven.toString()))
                .isZero();
        assertThat(output.getOut().lines().map(line -> line.replaceAll("\\d\\.\\d{6}", "P")))
                .containsExactly("3\tP\t" + three, "no 3\tP\t" + seven);
    }

    @Test
    void predictsAsJson(CapturedOutput output) throws IOException {
        assertThat(CommandLineInterface.run("predict", "--json", "--model", "digit_classifier", digit(3).toString()))
                .isZero();
        JsonNode line = new JsonMapper().readTree(output.getOut());
        assertThat(line.path("label").asString()).isEqualTo("3");
        assertThat(line.path("scores")).hasSize(10);
    }

    @Test
    void predictsTheOthersWhereOneFileIsBad(CapturedOutput output) throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.png"), "text");

        assertThat(CommandLineInterface.run("predict", "missing.png", bad.toString(), digit(3).toString()))
                .isEqualTo(2);
        assertThat(output.getOut()).startsWith("3\t");
        assertThat(output.getErr())
                .contains("missing.png: there is no such file")
                .contains("bad.png: expected a PNG or a JPEG, found something else");
    }

    @Test
    void evaluatesAsTheCardSaysAndWritesAReport(CapturedOutput output) {
        Path json = folder.resolve("report.json");

        assertThat(CommandLineInterface.run(
                        "evaluate", "--model", "binary_classifier_3", "--data", MNIST, "--json", json.toString()))
                .isZero();
        assertThat(output.getOut())
                .contains("This is what the model card records")
                .contains("true \\ predicted");
        JsonNode report = new JsonMapper().readTree(json.toFile());
        assertThat(report.path("verdict").asString()).isEqualTo("EQUAL");
        assertThat(report.path("predictions")).hasSize(TestDigits.COUNT);
    }

    @Test
    void exitsWithOneWhereTheResultIsWorse(CapturedOutput output) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("3")).resolve("7.png"), TestDigits.png(TestDigits.first(7)));

        assertThat(CommandLineInterface.run("evaluate", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(output.getOut()).contains("worse than what the model card records");
    }

    @Test
    void exitsWithTwoForWhatCannotBeUsed(CapturedOutput output) {
        assertThat(CommandLineInterface.run("evaluate", "--data", folder.toString()))
                .isEqualTo(2);
        assertThat(CommandLineInterface.run("evaluate", "--data", MNIST, "--model", "nope"))
                .isEqualTo(2);
        assertThat(CommandLineInterface.run("evaluate", "--data", MNIST, "--path", "nope.dvc"))
                .isEqualTo(2);
        assertThat(CommandLineInterface.run("evaluate")).isEqualTo(2);
        assertThat(CommandLineInterface.run("predikt")).isEqualTo(2);
        assertThat(output.getErr())
                .contains("neither a folder of images for each label nor a pair of IDX files")
                .contains("there is no model 'nope'; there are binary_classifier_3, digit_classifier")
                .contains("nope.dvc does not exist")
                .contains("Missing required option: '--data=PATH")
                .contains("Unmatched argument")
                .doesNotContain("\tat ");
    }

    @Test
    void helps(CapturedOutput output) {
        for (String command : new String[] {"serve", "evaluate", "predict"}) {
            assertThat(CommandLineInterface.run(command, "--help")).isZero();
        }
        assertThat(output.getOut())
                .contains("Usage: etiqueta serve", "Usage: etiqueta evaluate", "Usage: etiqueta predict");
    }

    private Path digit(int label) throws IOException {
        return Files.write(folder.resolve(label + ".png"), TestDigits.png(TestDigits.first(label)));
    }
}
