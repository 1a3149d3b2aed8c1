package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Clients that take their time. Nothing here has to be quick, so that no machine is too slow for it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "etiqueta.limits.time=1s")
class SlowBodyTest {

    private static final String IMAGE =
            "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 4000\r\n\r\n";
    private static final String MANAGEMENT =
            "POST /actuator/health HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    @LocalServerPort
    private int port;

    @Test
    void givesUpOnABodyThatDripsOrStops() throws IOException {
        assertThat(statusAfter(IMAGE + "x".repeat(50), "x")).startsWith("HTTP/1.1 408");
        assertThat(statusAfter(IMAGE, "")).startsWith("HTTP/1.1 408");
    }

    @Test
    void givesUpOnABodyToTheActuatorThatDripsOrStops() throws IOException {
        assertThat(statusAfter(MANAGEMENT + "Content-Length: 4000\r\n\r\n", "x"))
                .startsWith("HTTP/1.1 408");
        assertThat(statusAfter(MANAGEMENT + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"))
                .startsWith("HTTP/1.1 408");
        assertThat(statusAfter(MANAGEMENT + "Content-Length: 4000\r\n\r\n", "")).startsWith("HTTP/1.1 408");
    }

    /** Sends the start of a request, then a drop of its body again and again, and reads the first line. */
    private String statusAfter(String start, String drop) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(start.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread dripping = Thread.startVirtualThread(() -> {
                try {
                    while (!drop.isEmpty() && !Thread.currentThread().isInterrupted()) {
                        out.write(drop.getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        // The pace of the client, which the server has to put up with: nothing is waited for.
                        LockSupport.parkNanos(50_000_000);
                    }
                } catch (IOException e) {
                    // The server has hung up, which is the point.
                }
            });
            String line = new java.io.BufferedReader(
                            new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            dripping.interrupt();
            return line;
        }
    }
}
