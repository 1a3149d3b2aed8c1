package dev.etiqueta.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientsTest {

    private static final int MOST = 12;

    private final ServerLimits limits = new ServerLimits(Duration.ofMinutes(1), 1024, List.of("/probe"));
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final QoSHandler places = (QoSHandler) Places.forAll(new Recorder(), limits, 1);
    private final Clients clients = new Clients(places, limits, MOST);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(clients);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
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
            released.await();
            callback.succeeded();
            return true;
        }
    }

    @Test
    void servesTheFirstRequestOfOneClientBeforeTheSecondOfAnother() throws IOException {
        fill("127.0.0.1", 10);
        open("127.0.0.2", "/other");
        waiting(10);

        released.countDown();

        await().atMost(Duration.ofMinutes(1)).until(() -> served.size() == 11);
        assertThat(served.subList(0, 2)).containsExactly("/0", "/other");
        await().atMost(Duration.ofMinutes(1)).until(() -> clients.known() == 0);
    }

    @Test
    void refusesOneClientItsManyRequestsAndNoOther() throws IOException {
        fill("127.0.0.1", MOST);

        assertThat(firstLine(open("127.0.0.1", "/more"))).contains("503");
        open("127.0.0.2", "/other");
        waiting(MOST);
    }

    @Test
    void countsNetworksOfIpv6() throws IOException {
        assertThat(client("2001:db8::1")).isEqualTo(client("2001:db8::ffff:1")).isNotEqualTo(client("2001:db8:0:1::1"));
        assertThat(client("192.0.2.1")).isEqualTo(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
    }

    private void fill(String address, int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            open(address, "/" + i);
            int others = i;
            await().atMost(Duration.ofMinutes(1)).until(() -> served.size() == 1);
            waiting(others);
        }
    }

    private void waiting(int requests) {
        await().atMost(Duration.ofMinutes(1)).until(() -> places.getSuspendedRequestCount() == requests);
    }

    private Socket open(String address, String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", connector.getLocalPort(), InetAddress.getByName(address), 0);
        sockets.add(socket);
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path).getBytes(US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(15), US_ASCII);
    }

    private static Object client(String address) throws IOException {
        return Clients.client(new InetSocketAddress(InetAddress.getByName(address), 1));
    }
}
