package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real git and the real sshd serve a repository of 200 MB; reading one tag of it costs less than 2 MB. */
@Tag("acceptance")
class GitAcceptanceTest {

    private static final Logger log = LoggerFactory.getLogger(GitAcceptanceTest.class);
    private static final int MEGABYTE = 1 << 20;
    private static final int COMMITS = 20;
    private static final int BIG = 10 * MEGABYTE;

    @TempDir
    private static Path folder;

    private static Path origin;
    private static HttpServer server;
    private static ExecutorService executor;
    private static final AtomicLong transferred = new AtomicLong();

    @TempDir
    private Path store;

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        origin = folder.resolve("models.git");
        run("git", "init", "--quiet", "--bare", "--initial-branch=trunk", origin.toString());
        importHistory();
        executor = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", GitAcceptanceTest::backend);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    @BeforeEach
    void reset() throws IOException, InterruptedException {
        transferred.set(0);
        run("git", "-C", origin.toString(), "config", "uploadpack.allowFilter", "true");
    }

    /** Each commit has another 10 MB that nothing compresses, and all that came before it. */
    private static void importHistory() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", origin.toString(), "fast-import", "--quiet", "--depth=0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] big = new byte[BIG];
        Random random = new Random(1);
        try (OutputStream out = new BufferedOutputStream(git.getOutputStream())) {
            for (int i = 1; i <= COMMITS; i++) {
                random.nextBytes(big);
                line(out, "commit refs/heads/trunk\ncommitter A <a@example.com> %d +0000\ndata 0".formatted(1000 + i));
                line(out, "M 100644 inline models/%d.onnx\ndata %d".formatted(i, BIG));
                out.write(big);
                line(out, "\nM 100644 inline models.dvc\ndata 3\nv%02d\nM 100644 inline .dvc/config".formatted(i));
                line(out, "data 0\n\nreset refs/tags/v%d\nfrom refs/heads/trunk\n".formatted(i));
            }
        }
        assertThat(git.waitFor()).isZero();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(UTF_8));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    /** The bridge to git's own CGI. */
    private static void backend(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            ProcessBuilder git =
                    new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.INHERIT);
            Map<String, String> environment = git.environment();
            environment.put("GIT_PROJECT_ROOT", folder.toString());
            environment.put("GIT_HTTP_EXPORT_ALL", "1");
            environment.put("PATH_INFO", uri.getPath());
            environment.put("QUERY_STRING", uri.getQuery() == null ? "" : uri.getQuery());
            environment.put("REQUEST_METHOD", exchange.getRequestMethod());
            environment.put("CONTENT_LENGTH", String.valueOf(request.length));
            header(exchange, "Content-Type", environment, "CONTENT_TYPE");
            header(exchange, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
            header(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
            Process process = git.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(request);
            }
            transferred.addAndGet(request.length);
            answer(exchange, process.getInputStream());
        }
    }

    private static void header(HttpExchange exchange, String name, Map<String, String> environment, String variable) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
            environment.put(variable, value);
        }
    }

    private static void answer(HttpExchange exchange, InputStream cgi) throws IOException {
        int status = 200;
        for (String line = readLine(cgi); !line.isEmpty(); line = readLine(cgi)) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        transferred.addAndGet(cgi.transferTo(exchange.getResponseBody()));
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            line.write(next);
        }
        return line.toString(UTF_8).strip();
    }

    private GitRepository open(String url, Credentials credentials) {
        return GitRepository.open(new GitSettings(url, credentials, store, Duration.ofSeconds(60)));
    }

    private String http() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/models.git";
    }

    private static void readTag(GitRepository repository, String tag, String content) {
        GitTree tree = repository.tree(repository.resolve(tag));
        tree.prefetch(List.of("models.dvc", ".dvc/config", "dvc.lock"));
        assertThat(new String(tree.read("models.dvc").orElseThrow(), UTF_8)).isEqualTo(content);
    }

    @Test
    void readsATagOverHttp() {
        try (GitRepository repository = open(http(), Credentials.NONE)) {
            readTag(repository, "v7", "v07");
        }
        log.info("a tag over http with filters: {} bytes", transferred);
        assertThat(transferred.get()).isLessThan(2 * MEGABYTE);
    }

    @Test
    void readsAnAbbreviatedCommitOverHttp() throws IOException, InterruptedException {
        String commit = Files.readString(origin.resolve("refs/tags/v3")).strip();
        try (GitRepository repository = open(http(), Credentials.NONE)) {
            run("git", "-C", origin.toString(), "tag", "--delete", "v3");
            assertThat(repository.resolve(commit.substring(0, 8)).id()).isEqualTo(commit);
            readTag(repository, commit, "v03");
        }
        log.info("an abbreviated commit over http with filters: {} bytes", transferred);
        assertThat(transferred.get()).isLessThan(2 * MEGABYTE);
    }

    @Test
    void readsATagOfAServerWithoutFilters() throws IOException, InterruptedException {
        run("git", "-C", origin.toString(), "config", "uploadpack.allowFilter", "false");

        try (GitRepository repository = open(http(), Credentials.NONE)) {
            readTag(repository, "v7", "v07");
        }
        log.info("a tag with 70 MB of files over http without filters: {} bytes", transferred);
        assertThat(transferred.get()).isBetween(70L * MEGABYTE, 75L * MEGABYTE);
    }

    @Test
    void saysThatThereIsNoSuchCommit() {
        try (GitRepository repository = open(http(), Credentials.NONE)) {
            Commit none = repository.resolve("ab".repeat(20));
            UnknownRevisionException unknown =
                    catchThrowableOfType(UnknownRevisionException.class, () -> repository.tree(none));
            assertThat(unknown).hasMessageContaining("has no commit abab");
        }
    }

    @Test
    void readsATagOverSsh() throws IOException, InterruptedException {
        Path host = folder.resolve("host");
        Path user = folder.resolve("user");
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", host.toString());
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", user.toString());
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve("other").toString());
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            executor.execute(() -> sshd(door, host, user));
            Path knownHosts = Files.writeString(
                    folder.resolve("known_hosts"), knownHost(door, "other") + knownHost(door, "host"));
            String url =
                    "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), door.getLocalPort(), origin);
            try (GitRepository repository = open(url, new Credentials(null, null, null, user, null, knownHosts))) {
                readTag(repository, "v7", "v07");
            }
        }
        log.info("a tag over ssh with filters: {} bytes", transferred);
        assertThat(transferred.get()).isLessThan(2 * MEGABYTE);
    }

    private static String knownHost(ServerSocket door, String key) throws IOException {
        return "[127.0.0.1]:%d %s".formatted(door.getLocalPort(), Files.readString(folder.resolve(key + ".pub")));
    }

    /** One sshd for each connection, over its standard input and output, so that the bytes can be counted. */
    private static void sshd(ServerSocket door, Path host, Path user) {
        List<String> command = Arrays.asList(
                "/usr/sbin/sshd",
                "-i",
                "-e",
                "-f",
                "/dev/null",
                "-h",
                host.toString(),
                "-o",
                "AuthorizedKeysFile=" + user + ".pub",
                "-o",
                "StrictModes=no",
                "-o",
                "UsePAM=no",
                "-o",
                "AcceptEnv=GIT_PROTOCOL",
                "-o",
                "LogLevel=ERROR");
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                Files.createDirectories(Path.of("/run/sshd"));
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                executor.execute(() -> pump(socket, process));
                transferred.addAndGet(process.getInputStream().transferTo(socket.getOutputStream()));
                process.destroy();
            } catch (IOException e) {
                log.debug("a connection has ended", e);
            }
        }
    }

    private static void pump(Socket socket, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                in.write(buffer, 0, read);
                in.flush();
                transferred.addAndGet(read);
            }
        } catch (IOException e) {
            log.debug("a connection has ended", e);
        }
    }
}
