package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** TLS on both ports, with callers who are known by their certificates. */
@DirtiesContext // its certificate has been exchanged
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.ssl.bundle=server",
            "server.ssl.client-auth=want",
            "management.server.port=0",
            "management.server.ssl.bundle=server",
            "management.server.ssl.client-auth=want",
            "spring.ssl.bundle.pem.server.reload-on-update=true",
            "spring.ssl.bundle.watch.file.quiet-period=100ms"
        })
class CertificateTest {

    private static final String ROBOT = "CN=robot, O=Example";

    @TempDir
    private static Path folder;

    private static KeyStore first;
    private static KeyStore second;
    private static KeyStore robot;
    private static KeyStore stranger;

    @BeforeAll
    static void make() throws GeneralSecurityException, IOException {
        TestCertificates certificates = new TestCertificates(folder);
        first = certificates.make("first", "CN=localhost");
        second = certificates.make("second", "CN=localhost");
        robot = certificates.make("robot", ROBOT);
        stranger = certificates.make("stranger", ROBOT);
        certificates.write(first, "first", "server");
        certificates.write(robot, "robot", "clients");
        Files.writeString(folder.resolve("keys"), "robot predict,observe x509:" + ROBOT + "\n");
    }

    @DynamicPropertySource
    static void files(DynamicPropertyRegistry properties) {
        properties.add("etiqueta.security.keys", () -> folder.resolve("keys").toString());
        String bundle = "spring.ssl.bundle.pem.server.";
        properties.add(bundle + "keystore.certificate", () -> "file:" + folder.resolve("server.crt"));
        properties.add(bundle + "keystore.private-key", () -> "file:" + folder.resolve("server.key"));
        properties.add(bundle + "truststore.certificate", () -> "file:" + folder.resolve("clients.crt"));
    }

    private static Certificate[] servers() throws GeneralSecurityException {
        return new Certificate[] {first.getCertificate("first"), second.getCertificate("second")};
    }

    private static HttpCaller caller(KeyStore own, String host, int port) throws GeneralSecurityException, IOException {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TestCertificates.client(own, servers()))
                .build();
        return new HttpCaller(http, "https://%s:%d".formatted(host, port));
    }

    @Test
    void knowsACallerByHisCertificate(@LocalServerPort int port, @LocalManagementPort int managementPort)
            throws GeneralSecurityException, IOException {
        assertThat(caller(robot, "localhost", port)
                        .send("POST", "/predict", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller(robot, "localhost", managementPort)
                        .send("GET", "/actuator/prometheus", null)
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> unknown = caller(null, "localhost", port).send("POST", "/predict", null);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(caller(robot, "localhost", port)
                        .send("POST", "/v1/models/digit_classifier/feedback", null)
                        .statusCode())
                .isEqualTo(403);
    }

    /** As the kubelet does, which has no name for a pod. */
    @Test
    void answersProbesThatAskByAddress(@LocalManagementPort int managementPort)
            throws GeneralSecurityException, IOException {
        assertThat(caller(null, "127.0.0.1", managementPort)
                        .send("GET", "/actuator/health/liveness", null)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void trustsNoCertificateOfTheSameNameFromElsewhere(@LocalServerPort int port)
            throws GeneralSecurityException, IOException {
        HttpCaller impostor = caller(stranger, "localhost", port);
        try {
            assertThat(impostor.send("POST", "/predict", null).statusCode()).isEqualTo(401);
        } catch (java.io.UncheckedIOException e) {
            assertThat(e).hasStackTraceContaining("SSL");
        }
    }

    @Test
    void exchangesItsCertificateUnderLoadWithoutAFailedRequest(
            @LocalServerPort int port, @LocalManagementPort int managementPort) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> loads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean fresh = i % 2 == 0;
                loads.add(clients.submit(() -> ask(port, fresh, enough)));
            }
            try {
                new TestCertificates(folder).write(second, "second", "server");
                for (int each : new int[] {port, managementPort}) {
                    await().untilAsserted(() -> assertThat(shown(each)).isEqualTo(second.getCertificate("second")));
                }
            } finally {
                enough.set(true);
            }
            for (Future<Integer> load : loads) {
                assertThat(load.get()).isPositive();
            }
        }
    }

    /** On one connection, or on a new one for each request. */
    private static int ask(int port, boolean fresh, AtomicBoolean enough)
            throws GeneralSecurityException, IOException, InterruptedException, ExecutionException {
        HttpCaller caller = caller(robot, "localhost", port);
        int answers = 0;
        while (!enough.get()) {
            HttpCaller next = fresh ? caller(robot, "localhost", port) : caller;
            assertThat(next.send("POST", "/predict", null).statusCode()).isEqualTo(200);
            answers++;
        }
        return answers;
    }

    private static X509Certificate shown(int port) throws GeneralSecurityException, IOException {
        SSLContext context = TestCertificates.client(null, servers());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            SSLSession session = socket.getSession();
            return (X509Certificate) session.getPeerCertificates()[0];
        }
    }
}
