package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class KeyFileTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Token old = Token.random();
    private final Token next = Token.random();

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("keys");
        Files.writeString(path, line("old", old));
        lines.start();
        audit().addAppender(lines);
        // Commands in the same process may have made it quieter.
        audit().setLevel(Level.INFO);
    }

    @AfterEach
    void silence() {
        audit().detachAppender(lines);
        audit().setLevel(null);
    }

    private static Logger audit() {
        return (Logger) LoggerFactory.getLogger("dev.etiqueta.audit");
    }

    private static String line(String name, Token token) {
        return "%s predict %s\n".formatted(name, token.hash());
    }

    private List<String> audited() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void takesNewKeysWithoutBeingAsked() throws IOException {
        try (KeyFile file = new KeyFile(path, new Audit())) {
            Files.writeString(path, line("next", next));

            await().untilAsserted(
                            () -> assertThat(file.keys().ofToken(next.secret())).isNotNull());
            assertThat(file.keys().ofToken(old.secret())).isNull();
            assertThat(audited()).hasSize(1).first().asString().contains("reload keys", "1 keys count from now on");
        }
    }

    /** As Kubernetes changes a Secret: the file is a link, through a link to a folder that is replaced. */
    @Test
    void followsALinkToAnotherFolder() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(first.resolve("file"), line("old", old));
        Files.writeString(second.resolve("file"), line("next", next));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Path mounted = Files.createSymbolicLink(folder.resolve("file"), Path.of("..data/file"));
        try (KeyFile file = new KeyFile(mounted, new Audit())) {
            Files.move(
                    Files.createSymbolicLink(folder.resolve("..new"), second),
                    data,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            file.look();

            assertThat(file.keys().ofToken(next.secret())).isNotNull();
        }
    }

    @Test
    void keepsTheKeysWhenTheFileIsBrokenOrGoneAndSaysSoOnce() throws IOException {
        try (KeyFile file = new KeyFile(path, new Audit())) {
            Files.writeString(path, "ci predict " + next.secret());
            file.look();
            file.look();
            Files.delete(path);
            file.look();
            file.look();

            assertThat(file.keys().ofToken(old.secret())).isNotNull();
            assertThat(audited()).hasSize(2).allSatisfy(line -> assertThat(line)
                    .contains("the keys stay as they were")
                    .doesNotContain(next.secret(), folder.toString()));

            Files.writeString(path, line("next", next));
            file.look();
            assertThat(file.keys().ofToken(next.secret())).isNotNull();
        }
    }

    @Test
    void refusesToStartWithoutAUsableFile() throws IOException {
        Files.writeString(path, "ci predict");
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> new KeyFile(path, new Audit()))
                .withMessageContaining("etiqueta.security.keys", "line 1");
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> new KeyFile(folder.resolve("none"), new Audit()))
                .withMessageContaining("cannot be read");
        Files.write(path, new byte[(1 << 20) + 1]);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> new KeyFile(path, new Audit()))
                .withMessageContaining("1048576 bytes");
    }
}
