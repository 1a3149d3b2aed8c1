package dev.etiqueta.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One place, and clients at several addresses of this host that want it. */
class ClientsTest {

    private static final int MOST = 12;
    private static final int ALL = 1_000;
    private static final Duration TIME = Duration.ofMinutes(1);
    private static final String ALICE = "Authorization: Basic alice";
    private static final String BOB = "Authorization: Basic bob";
    private static final List<String> USERS = List.of("Basic alice", "Basic bob");
    private static final String PROXY = "127.0.0.9";

    private final ServerLimits limits =
            new ServerLimits(TIME, 1024, new ClientAddress(List.of(PROXY)), List.of("/probe"));
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final AtomicLong waited = new AtomicLong();
    private final ServerObserver observer = new ServerObserver() {
        @Override
        public void refused(Refusal reason) {
            refusals.add(reason);
        }

        @Override
        public void waited(long nanoseconds) {
            waited.addAndGet(nanoseconds);
        }
    };
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final Semaphore released = new Semaphore(0);
    private final AtomicLong later = new AtomicLong();
    private final List<Socket> sockets = new ArrayList<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Places places =
            Places.forWork(new Recorder(), limits, observer, () -> System.nanoTime() + later.get(), 1);
    private final Clients clients = new Clients(places, limits, MOST);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(clients);
        server.setErrorHandler(new ProblemHandler(observer));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        released.release(ALL);
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    /** Blocks until it is released, and notes in which order requests got their places. */
    private final class Recorder extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            served.add(Request.getPathInContext(request));
            String user = request.getHeaders().get("Authorization");
            if (user != null && USERS.contains(user)) {
                KnownClients.remember(request, user);
            }
            released.acquire();
            callback.succeeded();
            return true;
        }
    }

    @Test
    void servesTheFirstRequestOfOneClientBeforeTheSecondOfAnother() throws IOException {
        fill("127.0.0.1", 10);
        open("127.0.0.2", "/other");
        otherIsNext(10);
        until(() -> clients.known() == 0);
    }

    @Test
    void tellsClientsOfATrustedProxyApart() throws IOException {
        String first = "X-Forwarded-For: 203.0.113.7";
        openInTurn(5, i -> open(PROXY, "/" + i, first));
        open(PROXY, "/other", "X-Forwarded-For: 192.0.2.1, 203.0.113.8");
        otherIsNext(5);
    }

    @Test
    void tellsThoseApartWhoHaveBeenAuthenticatedWhereverTheyAre() throws IOException {
        for (String user : List.of(ALICE, BOB)) {
            released.release();
            read(open("127.0.0.1", "/first", user));
        }
        served.clear();

        openInTurn(5, i -> open("127.0.0.%d".formatted(i + 1), "/" + i, ALICE));
        open("127.0.0.1", "/other", BOB);
        otherIsNext(5);
    }

    @Test
    void takesNobodyForAnotherByWhatHeMakesUp() throws IOException {
        openInTurn(5, i -> open("127.0.0.1", "/" + i, "Authorization: made-up-" + i));
        open("127.0.0.2", "/other");
        otherIsNext(5);
    }

    @Test
    void refusesOneClientItsManyRequestsAndNoOther() throws IOException {
        fill("127.0.0.1", MOST);

        assertThat(read(open("127.0.0.1", "/more"))).contains(" 429 ", "Retry-After: 1\r\n", "\"status\":429");
        open("127.0.0.2", "/other");
        waiting(MOST);
        assertThat(refusals).containsExactly(Refusal.CLIENT);
    }

    /** Of its minute, a request has 50 s left: time for five of 10 s each. */
    @Test
    void refusesAtOnceWhoWouldNotHaveAPlaceInTime() throws IOException {
        fill("127.0.0.1", 2);
        released.release();
        until(() -> served.size() == 2);
        pass(Duration.ofSeconds(10));
        released.release();
        until(() -> clients.known() == 0);
        assertThat(waited.get()).isBetween(1L, TIME.toNanos());

        served.clear();
        fill("127.0.0.1", 5);

        assertThat(read(open("127.0.0.1", "/more"))).contains(" 503 ", "Retry-After: 1\r\n", "\"status\":503");
        assertThat(refusals).containsExactly(Refusal.LOAD);
        open("127.0.0.2", "/other");
        waiting(5);
        pass(Duration.ofSeconds(45));
        assertThat(read(open("127.0.0.2", "/late"))).contains(" 503 ", "Retry-After: 26\r\n");
    }

    /** Of so many that wait, {@code /other} follows {@code /0}, which has the place. */
    private void otherIsNext(int requests) {
        waiting(requests);
        released.release(ALL);

        until(() -> served.size() == requests + 1);
        assertThat(served.subList(0, 2)).containsExactly("/0", "/other");
    }

    private static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(2)).atMost(TIME).until(condition);
    }

    private void pass(Duration time) {
        later.addAndGet(time.toNanos());
    }

    private void fill(String address, int requests) throws IOException {
        openInTurn(requests, i -> open(address, "/" + i));
    }

    private interface Opening {
        Socket open(int number) throws IOException;
    }

    /** The first one gets the place, the others wait. */
    private void openInTurn(int requests, Opening opening) throws IOException {
        for (int i = 0; i < requests; i++) {
            opening.open(i);
            until(() -> served.size() == 1);
            waiting(i);
        }
    }

    private void waiting(int requests) {
        await().pollInterval(Duration.ofMillis(2))
                .atMost(TIME)
                .until(() -> places.getSuspendedRequestCount() == requests);
    }

    private Socket open(String address, String path, String... headers) throws IOException {
        Socket socket = new Socket("127.0.0.1", connector.getLocalPort(), InetAddress.getByName(address), 0);
        sockets.add(socket);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n%s\r\n"
                        .formatted(path, more)
                        .getBytes(US_ASCII));
        return socket;
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
