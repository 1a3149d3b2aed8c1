package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.open;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and networks that fail. */
class HttpFaultsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String TEN_BYTES = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                TEN_BYTES + "short",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nshort",
                "HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nshort",
                CHUNKED + "a\r\nshort",
                CHUNKED + "5\r\nshort\r\n",
                CHUNKED + "5\r\nshort\r\nzz\r\n"
            })
    void takesAnEndThatComesTooEarlyForNoEnd(String answer) throws IOException {
        expect(Reason.UNREACHABLE, connection -> connection.send(answer));
    }

    @Test
    void readsNoFurtherThanTheAnnouncedLength() throws IOException {
        try (RawServer server = new RawServer(connection -> connection.send(TEN_BYTES + "0123456789and more"))) {
            assertThat(read(open(server.url(), Map.of()), "a")).isEqualTo("0123456789");
        }
    }

    @Test
    void readsABodyInChunks() throws IOException {
        try (RawServer server =
                new RawServer(connection -> connection.send(CHUNKED + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"))) {
            assertThat(read(open(server.url(), Map.of()), "a")).isEqualTo("hello world");
        }
    }

    @Test
    void decodesNoBody() throws IOException {
        String gzip = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nasis";
        try (RawServer server = new RawServer(connection -> connection.send(gzip))) {
            assertThat(read(open(server.url(), Map.of()), "a")).isEqualTo("asis");
        }
    }

    @Test
    void tellsOfAResetInTheMiddle() throws IOException {
        expect(Reason.UNREACHABLE, connection -> {
            connection.send(TEN_BYTES + "01234");
            connection.reset();
        });
    }

    @Test
    void tellsOfAnEndBeforeTheAnswer() throws IOException {
        expect(Reason.UNREACHABLE, RawServer.Connection::reset);
        expect(Reason.UNREACHABLE, connection -> {});
        expect(Reason.UNREACHABLE, connection -> connection.send("HTTP/1.1 20"));
    }

    @Test
    void waitsForNoAnswerLongerThanTheTimeOut() throws IOException {
        expect(Reason.UNREACHABLE, RawServer.Connection::hang);
    }

    @Test
    void waitsForNoNextBytesLongerThanTheTimeOut() throws IOException {
        expect(Reason.UNREACHABLE, connection -> {
            connection.send(TEN_BYTES + "01234");
            connection.hang();
        });
    }

    @Test
    void takesTheTimeOutOfTheOptions() throws IOException {
        try (RawServer server = new RawServer(RawServer.Connection::hang)) {
            Remote http = open(server.url(), Map.of("read_timeout", "0.3"), Duration.ofDays(1));
            assertThat(failure(http, "a").reason()).isEqualTo(Reason.UNREACHABLE);
            String url = server.url().replace("http", "webdav");
            Remote webdav = open(url, Map.of("timeout", "0.3"), Duration.ofDays(1));
            assertThat(failure(webdav, "a").reason()).isEqualTo(Reason.UNREACHABLE);
        }
    }

    /** Longer than the time-out in all, and each byte well within it. */
    @Test
    void readsSlowBytesThatKeepComing() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.send(TEN_BYTES);
            connection.drip("0123456789", 120);
        })) {
            Remote remote = open(server.url(), Map.of(), Duration.ofSeconds(1));
            assertThat(read(remote, "a")).isEqualTo("0123456789");
        }
    }

    @Test
    void tellsOfAnAnswerThatIsNotHttp() throws IOException {
        try (RawServer server = new RawServer(connection -> connection.send("SSH-2.0-OpenSSH_9.9\r\n"))) {
            RemoteException failure = failure(open(server.url(), Map.of()), "a");
            assertThat(failure).hasMessage("the answer is not HTTP");
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        }
    }

    @Test
    void tellsOfAPortThatNobodyListensOn() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RemoteException failure = failure(open("http://127.0.0.1:" + port, Map.of()), "a");
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void tellsOfAHostThatDoesNotExist() {
        RemoteException failure = failure(open("http://no-such-host.invalid/", Map.of()), "a");
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void readsAtTheNextAttemptWhatFailedAtFirst() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            switch (connection.number()) {
                case 1 -> connection.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                case 2 -> connection.send(TEN_BYTES + "01234");
                default -> connection.send(TEN_BYTES + "0123456789");
            }
        })) {
            RemoteReader reader =
                    new RemoteReader(open(server.url(), Map.of()), Duration.ofMillis(1), Duration.ofMinutes(1));
            byte[] read = reader.read("a", InputStream::readAllBytes);
            assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("0123456789");
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void closesAConnectionWhoseBodyIsNotWanted() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            connection.send(TEN_BYTES + "01234");
            connection.hang();
        })) {
            try (InputStream in = open(server.url(), Map.of(), SHORT).open("a")) {
                assertThat(in.read()).isEqualTo('0');
            }
            assertThat(server.requests()).isOne();
        }
    }

    private static void expect(Reason reason, RawServer.Behaviour behaviour) throws IOException {
        try (RawServer server = new RawServer(behaviour)) {
            RemoteException failure = failure(open(server.url(), Map.of(), SHORT), "a");
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.address()).isEqualTo(server.url() + "/a");
        }
    }
}
