package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the real DVC pushes to a real server is read from there, and no secret that is wrong opens it. */
@Tag("acceptance")
class DvcPushAcceptanceTest {

    enum Store {
        S3(S3Server::start),
        AZURE(AzureServer::start),
        GS(GcsServer::start),
        WEBDAV(WebServer::webdav),
        HTTP(WebServer::http),
        SSH(SshServer::start);

        private final DvcServer.Start start;

        Store(DvcServer.Start start) {
            this.start = start;
        }
    }

    @TempDir
    static Path folder;

    private static DvcProcess dvc;
    private static Path cache;

    @BeforeAll
    static void addADirectory() throws IOException, InterruptedException {
        dvc = new DvcProcess(
                Files.createDirectories(folder.resolve("project")), Files.createDirectories(folder.resolve("home")));
        cache = dvc.project().resolve(".dvc/cache");
        Path models = Files.createDirectories(dvc.project().resolve("models/more"));
        Files.write(models.resolve("large.bin"), randomBytes(5_000_000));
        Files.writeString(models.resolve("../small.txt"), "weights");
        Files.createFile(models.resolve("empty"));
        dvc.run("init", "--no-scm");
        dvc.run("add", "models");
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatDvcPushed(Store store) throws Exception {
        String name = store.name().toLowerCase(Locale.ROOT);
        try (DvcServer server = store.start.in(folder)) {
            push(name, server);
            try (Remote remote = Remotes.open(settings(name, server, server.options()))) {
                for (Path object : objects()) {
                    try (InputStream in = remote.open(path(object))) {
                        assertThat(in).as(path(object)).hasBinaryContent(Files.readAllBytes(object));
                    }
                }
                assertReason(remote, "files/md5/00/000000", Reason.NOT_FOUND);
            }
            if (!server.wrongOptions().isEmpty()) {
                try (Remote remote = Remotes.open(settings(name, server, server.wrongOptions()))) {
                    assertReason(remote, path(objects().getFirst()), Reason.FORBIDDEN);
                }
            }
        }
    }

    private static void push(String name, DvcServer server) throws IOException, InterruptedException {
        if (server.folder() != null) {
            dvc.run("remote", "add", name, server.folder().toString());
        } else {
            dvc.run("remote", "add", name, server.url());
            for (Map.Entry<String, String> option : server.options().entrySet()) {
                dvc.run("remote", "modify", "--local", name, option.getKey(), option.getValue());
            }
        }
        dvc.run("push", "--remote", name);
    }

    private static void assertReason(Remote remote, String path, Reason reason) {
        assertThatThrownBy(() -> remote.open(path).close())
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    private static RemoteSettings settings(String name, DvcServer server, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(server.readingOptions());
        return new RemoteSettings(name, server.url(), all, Duration.ofSeconds(20));
    }

    /** Those of the files, and the list of them. */
    private static List<Path> objects() throws IOException {
        try (Stream<Path> paths = Files.walk(cache)) {
            List<Path> objects = paths.filter(Files::isRegularFile).toList();
            assertThat(objects).hasSize(4);
            return objects;
        }
    }

    private static String path(Path object) {
        return cache.relativize(object).toString();
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(3).nextBytes(bytes);
        return bytes;
    }
}
