package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DvcConfigTest {

    @TempDir
    private Path root;

    @Test
    void letsTheLaterLevelWinKeyByKey() throws IOException {
        Path system = write("system/config", """
                [core]
                remote = one
                ['remote "one"']
                url = s3://system/x
                region = system
                profile = system
                """);
        Path user = write("user/config", """
                ['remote "one"']
                region = user
                endpointurl = user
                """);
        write("project/.dvc/config", """
                [core]
                remote = Two
                ['remote "one"']
                endpointurl = project
                url = s3://project/x
                """);
        write("project/.dvc/config.local", """
                ['remote "one"']
                access_key_id = local
                """);

        DvcConfig config = DvcConfig.load(new FolderFiles(root.resolve("project")), "", List.of(system, user));

        assertThat(config.defaultRemote()).contains("two");
        assertThat(values(config.remote("one")))
                .isEqualTo(Map.of(
                        "url", "s3://project/x",
                        "region", "user",
                        "profile", "system",
                        "endpointurl", "project",
                        "access_key_id", "local"));
    }

    @Test
    void resolvesFilesFromTheFolderOfTheirLevel() throws IOException {
        Path user = write("user/config", """
                ['remote "one"']
                keyfile = id_rsa
                ssl_verify = false
                """);
        write("project/.dvc/config", "");
        write("project/.dvc/config.local", """
                ['remote "one"']
                credentialpath = ../credentials.json
                configpath = ~/aws
                """);

        DvcConfig config = DvcConfig.load(new FolderFiles(root.resolve("project")), "", List.of(user));

        assertThat(values(config.remote("one")))
                .isEqualTo(Map.of(
                        "keyfile",
                        root.resolve("user/id_rsa").toString(),
                        "ssl_verify",
                        "false",
                        "credentialpath",
                        root.resolve("project/credentials.json").toString(),
                        "configpath",
                        System.getProperty("user.home") + "/aws"));
    }

    @Test
    void knowsWhereTheMachineKeepsItsOwn() {
        assertThat(DvcConfig.machineFiles(Map.of(), "/home/me"))
                .containsExactly(Path.of("/etc/xdg/dvc/config"), Path.of("/home/me/.config/dvc/config"));
        assertThat(DvcConfig.machineFiles(
                        Map.of("DVC_SYSTEM_CONFIG_DIR", "/s", "DVC_GLOBAL_CONFIG_DIR", "/g"), "/home/me"))
                .containsExactly(Path.of("/s/config"), Path.of("/g/config"));
        assertThat(DvcConfig.machineFiles(Map.of("XDG_CONFIG_HOME", "/x"), "/home/me"))
                .contains(Path.of("/x/dvc/config"));
    }

    @Test
    void readsARemoteThatIsAFolderOfAnother() throws IOException {
        DvcProjectFixture project = new DvcProjectFixture(root).file("a", new byte[] {1});
        Path models = project.write();
        Files.createDirectories(root.resolve("base"));
        Files.move(root.resolve("store"), root.resolve("base/sub"));
        write(".dvc/config", """
                [core]
                remote = top
                ['remote "top"']
                url = remote://Base/sub
                ['remote "base"']
                url = %s
                """.formatted(root.resolve("base")));

        assertThat(read(models, RemoteOverrides.NONE).files()).hasSize(1);
    }

    @Test
    void refusesARemoteThatIsAFolderOfItself() throws IOException {
        Path models = new DvcProjectFixture(root).file("a", new byte[] {1}).write();
        write(
                ".dvc/config",
                "[core]\nremote = a\n['remote \"a\"']\nurl = remote://b/x\n"
                        + "['remote \"b\"']\nurl = remote://a/y\n");

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models, RemoteOverrides.NONE))
                .withMessageContaining("folder of itself");
    }

    @Test
    void readsTheRemoteThatThePlaceOfDeploymentNames() throws IOException {
        Path models = new DvcProjectFixture(root).file("a", new byte[] {1}).write();
        String store = root.resolve("store").toString();
        write(".dvc/config", "");

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models, RemoteOverrides.NONE))
                .withMessageContaining("names no default remote");
        assertThat(read(models, new RemoteOverrides(null, store, Map.of())).files())
                .hasSize(1);
        assertThat(read(models, new RemoteOverrides("Any", store, Map.of())).files())
                .hasSize(1);
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models, new RemoteOverrides("Any", null, Map.of())))
                .withMessageContaining("no url for the remote 'any'");
    }

    private static Map<String, String> values(Map<String, RemoteOption> options) {
        return options.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, option -> option.getValue()
                .value()));
    }

    private static TrackedFiles read(Path models, RemoteOverrides overrides) {
        return DvcProject.around(models)
                .read(new ReadSettings(overrides, Duration.ofSeconds(10), Duration.ofSeconds(10), null));
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
