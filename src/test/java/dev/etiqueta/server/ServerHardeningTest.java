package dev.etiqueta.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.Compression;

/** What strangers do to a web server, by raw sockets. */
class ServerHardeningTest {

    private static final int BODY_SIZE = 100_000;
    private static final int CONNECTIONS = 400;
    private static final int ANSWER = 30 << 20;

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final ServerObserver observer = new ServerObserver() {
        @Override
        public void refused(Refusal reason) {
            refusals.add(reason);
        }

        @Override
        public void waited(long nanoseconds) {}
    };
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private static final Set<Path> others = new HashSet<>();

    private JettyWebServer server;

    @BeforeEach
    void start() throws IOException {
        // Of servers that other tests keep running.
        others.clear();
        others.addAll(folders());
        JettyServletWebServerFactory factory = new JettyServletWebServerFactory(0);
        Compression compression = new Compression();
        compression.setEnabled(true);
        factory.setCompression(compression);
        ServerLimits limits =
                new ServerLimits(Duration.ofMillis(500), BODY_SIZE, new ClientAddress(List.of()), List.of("/probe"));
        factory.addServerCustomizers(jetty -> {
            for (Connector connector : jetty.getConnectors()) {
                ((AbstractConnector) connector).setIdleTimeout(1_000);
            }
        });
        new ServerHardening(limits, draining::get, observer, ClientMemory.ofHeap(), CONNECTIONS).customize(factory);
        server = (JettyWebServer) factory.getWebServer(
                context -> context.addServlet("test", new TestServlet()).addMapping("/"));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(folders()).isNotEmpty();
        released.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
        server.destroy();
        assertThat(folders()).isEmpty();
    }

    private static List<Path> folders() throws IOException {
        String own = "etiqueta-server-%d-".formatted(ProcessHandle.current().pid());
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(own))
                    .filter(file -> !others.contains(file))
                    .toList();
        }
    }

    /** Says how long the body was, or why it has not come; answers much, or waits, where it is asked to. */
    private final class TestServlet extends HttpServlet {

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            switch (request.getRequestURI()) {
                case "/much" -> response.getOutputStream().write(new byte[ANSWER]);
                case "/parts" -> {
                    response.getOutputStream().print("one,");
                    response.flushBuffer();
                    response.getOutputStream().print("two");
                }
                case "/name" -> response.getOutputStream().print(MDC.get("http.request.id"));
                case "/wait" -> awaitRelease();
                case "/refuse" -> response.sendError(404);
                default -> response.getOutputStream().print(body(request));
            }
        }

        private String body(HttpServletRequest request) throws IOException {
            try {
                return "read " + request.getInputStream().readAllBytes().length;
            } catch (BodyException e) {
                return e.reason().name();
            }
        }

        private void awaitRelease() throws ServletException {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new ServletException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GET", "GET / HTTP/1.1\r\nHost: x\r\nX: y", "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT"})
    void hangsUpOnAHeaderThatDoesNotCome(String begun) throws IOException {
        Socket socket = open(begun);
        Thread dripping = drip(socket, "a");

        assertThat(readToEnd(socket)).doesNotContain(" 400 ", " 408 ");
        dripping.interrupt();
        assertThat(refusals).containsOnly(Refusal.SLOW);
    }

    @Test
    void keepsAConnectionThatLiesIdle() throws IOException {
        Socket idle = open("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(readAnswer(idle)).contains("read 0");
        hangsUpOnAHeaderThatDoesNotCome("GET");

        send(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(readAnswer(idle)).contains("read 0");
    }

    @Test
    void hangsUpOnTheLeastUsedConnectionWhereThereAreTooMany() throws IOException {
        Socket used = open("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(readAnswer(used)).contains("read 0");
        Socket oldest = open("GET / HT");
        for (int i = 0; i < CONNECTIONS; i++) {
            open("");
        }

        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).contains("read 0");
        assertThat(readToEnd(oldest)).isEmpty();
        assertThat(refusals).isNotEmpty().containsOnly(Refusal.CONNECTIONS);
        send(used, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(readAnswer(used)).contains("read 0");
    }

    @Test
    void holdsNoThreadForABodyThatDrips() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(open("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx"));
        }

        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).contains("read 0");
        for (Socket socket : slow) {
            assertThat(readAnswer(socket)).contains("TOO_SLOW");
        }
    }

    /** Of the server, of a servlet, and of those that are no HTTP. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n",
                "GET /refuse HTTP/1.1\r\nHost: x\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\n",
                "GET /%%% HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n"
            })
    void namesEachRequestAndTellsBrowsersNotToGuess(String header) throws IOException {
        String answer = ask(header + "\r\n");

        assertThat(answer)
                .contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY")
                .containsPattern("X-Request-Id: [0-9a-f]{32}\r\n");
    }

    @Test
    void takesTheNameThatAClientGivesItIfItCanDoNoHarm() throws IOException {
        String longest = "a".repeat(128);
        for (String id : List.of("Root=1-67891233-abcdef012345678912345678", "a.b_c~d:e@f/g+h=", longest)) {
            assertThat(ask("GET /refuse HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\n\r\n"))
                    .contains("X-Request-Id: " + id + "\r\n", "\"instance\":\"/refuse#" + id + "\"");
        }
        for (String id : List.of("", longest + "a", "two words", "a\tb", "<b>", "é", "%0d%0a", "{}")) {
            assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\n\r\n"))
                    .containsPattern("X-Request-Id: [0-9a-f]{32}\r\n");
        }
    }

    @Test
    void saysInTheLogWhichRequestItAnswers() throws IOException {
        assertThat(ask("GET /name HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc\r\n\r\n"))
                .endsWith("abc");
        assertThat(MDC.get("http.request.id")).isNull();
    }

    @Test
    void takesABodyInWhateverPartsItComes() throws IOException {
        Socket parts = open("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n");
        send(parts, "x".repeat(9_000));
        send(parts, "x".repeat(11_000));
        assertThat(readAnswer(parts)).contains("read 20000");

        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"))
                .contains("read 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 200000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n30d40\r\n"})
    void readsABodyThatIsTooLongToItsEndAndKeepsNoneOfIt(String framing) throws IOException {
        String end = framing.startsWith("C") ? "" : "\r\n0\r\n\r\n";

        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\n" + framing + "x".repeat(200_000) + end))
                .contains("TOO_LONG");
    }

    @Test
    void unpacksNoBody() throws IOException {
        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"))
                .contains("read 3");
    }

    @Test
    void holdsNoThreadForAReaderThatDoesNotRead() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(open("GET /much HTTP/1.1\r\nHost: x\r\n\r\n"));
        }

        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"))
                .contains("read 1");
        QueuedThreadPool threads = (QueuedThreadPool) server.getServer().getThreadPool();
        await().atMost(Duration.ofMinutes(1)).until(() -> threads.getThreads() - threads.getReadyThreads() < 12);
    }

    @Test
    void answersWithTheLengthOfWhatWasWrittenInParts() throws IOException {
        assertThat(ask("GET /parts HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains("Content-Length: 7")
                .endsWith("one,two")
                .doesNotContain("chunked");
        assertThat(readToEnd(open("HEAD /parts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")))
                .contains("Content-Length: 7")
                .endsWith("\r\n\r\n");
    }

    @Test
    void answersProbesWhenAllPlacesAreTaken() throws IOException {
        for (int i = 0; i < 300; i++) {
            open("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
        }

        assertThat(ask("GET /probe HTTP/1.1\r\nHost: x\r\n\r\n")).contains("200 OK");
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains("503", "application/problem+json", "Retry-After: 1", "more requests wait than");
        assertThat(refusals).isNotEmpty().containsOnly(Refusal.LOAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTP\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /../.. HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /refuse HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\u0002"
            })
    void refusesWithAProblem(String request) throws IOException {
        Socket socket = open(request);
        String answer = readAnswer(socket);

        assertThat(answer)
                .matches("(?s)HTTP/1.1 (4|505).*")
                .contains("Content-Type: application/problem+json", "\"detail\":\"")
                .doesNotContain("Jetty", "jetty", "badMessage", "Exception");
        // What the application refuses, its own meters count.
        assertThat(refusals).isEqualTo(request.contains("/refuse") ? List.of() : List.of(Refusal.HTTP));
    }

    /** A deployment takes minutes, in which nothing is read or written. */
    @Test
    void leavesARequestAloneForAsLongAsItIsWorkedAt() throws IOException {
        Socket waiting = open("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
        hangsUpOnAHeaderThatDoesNotCome("GET");
        hangsUpOnAHeaderThatDoesNotCome("GET");
        hangsUpOnAHeaderThatDoesNotCome("GET");
        released.countDown();

        assertThat(readAnswer(waiting)).contains("200 OK");
    }

    @Test
    void asksClientsToLeaveWhileItDrains() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain("Connection: close");

        draining.set(true);

        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).contains("Connection: close");
    }

    private String ask(String request) throws IOException {
        return readAnswer(open(request));
    }

    private Socket open(String begun) throws IOException {
        Socket socket = new Socket("localhost", server.getPort());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        send(socket, begun);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The pace of the client, which the server has to put up with: nothing is waited for. */
    private static Thread drip(Socket socket, String drop) {
        return Thread.startVirtualThread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    send(socket, drop);
                    LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException e) {
                // The server has hung up, which is the point.
            }
        });
    }

    private static String readToEnd(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (SocketException e) {
            return "";
        }
    }

    /** One answer, whose length its header says. */
    private static String readAnswer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        while (!header.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            header.write(read);
        }
        String text = header.toString(US_ASCII);
        int length = text.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), US_ASCII);
    }
}
