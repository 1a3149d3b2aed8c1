package dev.etiqueta.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.RepositoryFixture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that read revisions of a repository that the real DVC wrote. */
@ExtendWith(OutputCaptureExtension.class)
class RevisionCommandsTest {

    @TempDir
    private Path folder;

    private RepositoryFixture fixture;

    @BeforeEach
    void unpack() throws IOException {
        fixture = RepositoryFixture.unpack("dvc3", folder);
        System.setProperty("etiqueta.remote.url", fixture.store("store").toString());
        System.setProperty("etiqueta.cache.dir", folder.resolve("cache").toString());
    }

    @AfterEach
    void clear() {
        System.clearProperty("etiqueta.remote.url");
        System.clearProperty("etiqueta.cache.dir");
    }

    @Test
    void pullsARevisionIntoTheCache(CapturedOutput output) {
        assertThat(run("pull", "--revision", "v1")).isZero();

        assertThat(output.getOut())
                .contains("cd1d11b6e51607b579e03a7f280de00e", "bright.onnx")
                .endsWith("v1\n");
        assertThat(folder.resolve("cache/files/md5/cd/1d11b6e51607b579e03a7f280de00e"))
                .isRegularFile();
    }

    @Test
    void pullsIntoAFolderAgainAndAgain() throws IOException {
        Path models = folder.resolve("a/models");
        assertThat(run("pull", "--revision", "v1", "--output", models.toString()))
                .isZero();
        assertThat(models.resolve("bright.onnx")).hasDigest("MD5", "cd1d11b6e51607b579e03a7f280de00e");

        assertThat(run("pull", "--revision", "v2", "--output", models.toString()))
                .isZero();
        assertThat(models.resolve("bright.onnx")).hasDigest("MD5", "f9dd44678e789f7b37d9afb336e5d2c7");
        assertThat(models.toFile().list())
                .containsExactlyInAnyOrder(".etiqueta", "bright.onnx", "bright.yaml", "colors.onnx", "colors.yaml");

        assertThat(run("pull", "--revision", "no-model", "--output", models.toString()))
                .isZero();
        assertThat(models.toFile().list()).containsExactlyInAnyOrder(".etiqueta", "notes.txt");
    }

    @Test
    void restoresWhatIsExecutable() {
        Path out = folder.resolve("out");
        assertThat(run("pull", "--revision", "v2", "--path", "single.onnx.dvc", "--output", out.toString()))
                .isZero();

        assertThat(out.resolve("single.onnx")).isExecutable();
    }

    @Test
    void mixesNothingIntoAFolderWithOtherFiles(CapturedOutput output) throws IOException {
        Path other = Files.createFile(folder.resolve("precious"));

        assertThat(run("pull", "--revision", "v1", "--output", folder.toString()))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("other files");
        assertThat(other).exists();
        assertThat(folder.resolve("bright.onnx")).doesNotExist();
    }

    @Test
    void takesNoFileForAFolder(CapturedOutput output) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("pull", "--revision", "v1", "--output", file.toString())).isEqualTo(2);
        assertThat(output.getErr()).contains("is not a folder");
    }

    @Test
    void saysWhatCannotBePulled(CapturedOutput output) {
        assertThat(run("pull", "--revision", "unpushed")).isEqualTo(2);
        assertThat(output.getErr()).contains("dvc push");
    }

    @Test
    void comparesTwoRevisionsOnTheSameImages(CapturedOutput output) throws IOException {
        // Of these, grey 150 is bright with the threshold of v1, and dark with that of v2.
        Path data = folder.resolve("data");
        for (int i = 0; i < 10; i++) {
            image(data.resolve("bright/%d.png".formatted(i)), 150);
            image(data.resolve("dark/%d.png".formatted(i)), 20);
        }
        Path json = folder.resolve("comparison.json");

        assertThat(run(
                        "evaluate",
                        "--revision",
                        "v2",
                        "--against",
                        "v1",
                        "--data",
                        data.toString(),
                        "--json",
                        json.toString()))
                .isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "version v2: accuracy 0.5000",
                        "version v1: accuracy 1.0000",
                        "The first is worse",
                        "p = 0.0020");
        JsonNode comparison = new JsonMapper().readTree(Files.readString(json));
        assertThat(comparison.path("differences")).hasSize(10);
        assertThat(run("evaluate", "--revision", "v1", "--against", "v2", "--data", data.toString()))
                .isZero();
    }

    private int run(String command, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        all[1] = "--repository";
        all[2] = fixture.repository().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandLineInterface.run(all);
    }

    private static void image(Path file, int grey) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 4; i++) {
            image.getRaster().setSample(i % 2, i / 2, 0, grey);
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
