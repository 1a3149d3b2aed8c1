package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.dvc.PackedProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A model that cannot be trusted stops the start, and the log says which, why, and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {

    private static final String NAME = "binary_classifier_3";

    @TempDir
    private Path root;

    private byte[] onnx;
    private String card;

    @BeforeEach
    void readTheCarriedModel() {
        var files = new PackedProject(StartFailureTest.class.getClassLoader(), "dvc")
                .read("models.dvc")
                .files();
        onnx = files.stream()
                .filter(file -> file.path().equals(NAME + ".onnx"))
                .findFirst()
                .orElseThrow()
                .content();
        card = new String(
                files.stream()
                        .filter(file -> file.path().equals(NAME + ".yaml"))
                        .findFirst()
                        .orElseThrow()
                        .content(),
                StandardCharsets.UTF_8);
    }

    @Test
    void saysThatAnObjectIsCorrupt(CapturedOutput output) throws IOException {
        DvcProjectFixture project = project(onnx, card);
        Path models = project.write();
        Path object = project.object(NAME + ".onnx");
        byte[] content = Files.readAllBytes(object);
        content[content.length / 2] ^= 1;
        Files.write(object, content);

        assertStopped(models, output, "models/" + NAME + ".onnx is corrupt", "should have the md5", "dvc push");
    }

    @Test
    void saysThatAGoldenExampleComesOutDifferently(CapturedOutput output) throws IOException {
        String wrong = card.replaceFirst("output: \\[-0\\.", "output: [-1.");
        assertThat(wrong).isNotEqualTo(card);

        assertStopped(
                project(onnx, wrong).write(),
                output,
                NAME + " does not do what it did",
                "should give -1.",
                "and gives -0.");
    }

    @Test
    void saysThatAGraphIsCutOff(CapturedOutput output) throws IOException {
        byte[] half = Arrays.copyOf(onnx, onnx.length / 2);

        assertStopped(
                project(half, card).write(), output, NAME + ".onnx (" + half.length + " bytes)", "Export it again");
    }

    @Test
    void saysThatACardHasAMistake(CapturedOutput output) throws IOException {
        assertStopped(
                project(onnx, card + "colour: blue\n").write(),
                output,
                NAME + ".yaml is not a model card",
                "unknown key 'colour'");
    }

    @Test
    void saysThatACardHasTheWrongEnding(CapturedOutput output) throws IOException {
        Path models = new DvcProjectFixture(root)
                .file(NAME + ".onnx", onnx)
                .file(NAME + ".yml", card.getBytes(StandardCharsets.UTF_8))
                .write();

        assertStopped(models, output, NAME + ".yml would be left aside: a model card is called " + NAME + ".yaml");
    }

    @Test
    void saysThatThereIsNoModel(CapturedOutput output) throws IOException {
        assertStopped(
                new DvcProjectFixture(root).file("README.md", new byte[0]).write(),
                output,
                "hold no model: found [README.md], expected a NAME.onnx");
    }

    @Test
    void saysThatTheFileDoesNotExist(CapturedOutput output) {
        assertStopped(root.resolve("nothing.dvc"), output, "nothing.dvc does not exist");
    }

    @Test
    void saysThatTheDefaultIsNotServed(CapturedOutput output) throws IOException {
        assertStopped(
                project(onnx, card).write(),
                output,
                "no model 'other'; served are " + NAME,
                "--etiqueta.default-model=other");
    }

    private DvcProjectFixture project(byte[] onnx, String card) {
        return new DvcProjectFixture(root)
                .file(NAME + ".onnx", onnx)
                .file(NAME + ".yaml", card.getBytes(StandardCharsets.UTF_8));
    }

    /** Messages that start with {@code --} are arguments of the start. */
    private static void assertStopped(Path models, CapturedOutput output, String... messages) {
        SpringApplication application = new SpringApplication(Deploying.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments = Arrays.stream(messages)
                .filter(message -> message.startsWith("--"))
                .toArray(String[]::new);
        assertThatException()
                .isThrownBy(() -> application.run(concat(arguments, "--etiqueta.repository.path=" + models)));
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "Description:", "Action:")
                .contains(Arrays.stream(messages)
                        .filter(message -> !message.startsWith("--"))
                        .toArray(String[]::new))
                .doesNotContain("\tat dev.etiqueta");
    }

    private static String[] concat(String[] first, String last) {
        String[] all = Arrays.copyOf(first, first.length + 1);
        all[first.length] = last;
        return all;
    }

    @Configuration(proxyBeanMethods = false)
    @Import(DeploymentConfiguration.class)
    @ConfigurationPropertiesScan
    static class Deploying {}
}
