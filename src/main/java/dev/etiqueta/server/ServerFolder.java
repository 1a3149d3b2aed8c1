package dev.etiqueta.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.springframework.util.FileSystemUtils;

/**
 * The temporary folder that a web server wants, though nothing is written to it. Its name has the process in it, so that
 * the next one can tell whether it was left behind.
 */
public final class ServerFolder extends AbstractLifeCycle {

    /** The names of such folders. */
    public static final Pattern NAME = Pattern.compile("etiqueta-server-(?<process>\\d+)-\\d+");

    private final Path folder;

    private ServerFolder(Path folder) {
        this.folder = folder;
    }

    static ServerFolder create() {
        try {
            ServerFolder created = new ServerFolder(Files.createTempDirectory(
                    "etiqueta-server-%d-".formatted(ProcessHandle.current().pid())));
            Files.createDirectory(created.root());
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for temporary files cannot be written to", e);
        }
    }

    /** Deletes those of processes that have ended. */
    public static void sweep(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            Matcher name = NAME.matcher(folder.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group("process"))).isEmpty()) {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
    }

    /** Of documents, of which there are none: Spring would serve what lies there. */
    Path root() {
        return folder.resolve("root");
    }

    Path temporary() {
        return folder.resolve("temporary");
    }

    @Override
    protected void doStop() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
