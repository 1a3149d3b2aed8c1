package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.open;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {

    @TempDir
    private static Path folder;

    private static TestCertificate certificate;
    private static TestCertificate client;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        certificate = TestCertificate.make(folder, "server", "EC", "ip:127.0.0.1");
        client = TestCertificate.make(folder, "client", "RSA", "dns:client");
        server = TestServer.https(certificate.context()).answer("/a", "hello");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() {
        for (Map<String, String> options : List.<Map<String, String>>of(Map.of(), Map.of("ssl_verify", "True"))) {
            RemoteException failure = failure(open(server.url(), options), "a");
            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure).hasMessageContaining("certificate");
        }
    }

    @Test
    void takesAnyCertificateWhereItIsToldTo() throws IOException {
        assertThat(read(open(server.url(), Map.of("ssl_verify", "False")), "a")).isEqualTo("hello");
        String otherName = server.url().replace("127.0.0.1", "localhost");
        assertThat(read(open(otherName, Map.of("ssl_verify", "false")), "a")).isEqualTo("hello");
    }

    @Test
    void takesTheCertificatesOfABundle() throws Exception {
        Path bundle = Files.writeString(folder.resolve("bundle.pem"), client.pem() + certificate.pem());
        String url = server.url().replace("https", "webdavs");
        assertThat(read(open(url, Map.of("ssl_verify", bundle.toString())), "a"))
                .isEqualTo("hello");
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), client.pem());
        assertThat(failure(open(url, Map.of("ssl_verify", wrong.toString())), "a"))
                .hasMessageContaining("certificate");
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        Path bundle = Files.writeString(folder.resolve("own.pem"), certificate.pem());
        String otherName = server.url().replace("127.0.0.1", "localhost");
        RemoteException failure = failure(open(otherName, Map.of("ssl_verify", bundle.toString())), "a");
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure).hasMessageContaining("certificate");
    }

    @Test
    void showsItsOwnCertificateWhereTheServerAsksForOne() throws Exception {
        Path both = Files.writeString(folder.resolve("both.pem"), client.keyPem() + client.pem());
        Path key = Files.writeString(folder.resolve("key.pem"), client.keyPem());
        Path cert = Files.writeString(folder.resolve("cert.pem"), client.pem());
        try (TestServer strict = TestServer.askingForCertificates(certificate.contextTrusting(client))
                .answer("/a", "hello")) {
            String url = strict.url().replace("https", "webdavs");
            Map<String, String> two =
                    Map.of("ssl_verify", "false", "cert_path", cert.toString(), "key_path", key.toString());
            assertThat(read(open(url, two), "a")).isEqualTo("hello");
            Map<String, String> one = Map.of("ssl_verify", "false", "cert_path", both.toString());
            assertThat(read(open(url, one), "a")).isEqualTo("hello");
            assertThat(failure(open(url, Map.of("ssl_verify", "false")), "a")).isNotNull();
        }
    }

    @Test
    void followsNoRedirectOutOfTls() throws IOException {
        try (TestServer plain = new TestServer()) {
            server.answer("/down", 302, Map.of("Location", plain.url() + "/a"), "");
            RemoteException failure = failure(open(server.url(), Map.of("ssl_verify", "false")), "down");
            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure).hasMessageContaining("from https to http://");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void tellsOfAServerWithoutTls() throws IOException {
        try (RawServer plain = RawServer.speakingFirst(connection -> {
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.hang();
        })) {
            RemoteException failure = failure(open(plain.url().replace("http", "https"), Map.of()), "a");
            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure).hasMessageContaining("no TLS connection");
        }
    }
}
