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

    @LocalServerPort
    private int port;

    @Test
    void givesUpOnABodyThatDripsOrStops() throws IOException {
        assertThat(statusAfter("x".repeat(50), true)).startsWith("HTTP/1.1 408");
        assertThat(statusAfter("", false)).startsWith("HTTP/1.1 408");
    }

    /** Sends the start of a body of 4,000 bytes, a byte at a time if it is to drip, and reads the first line. */
    private String statusAfter(String start, boolean drip) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 4000\r\n\r\n"
                            + start)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread dripping = Thread.startVirtualThread(() -> {
                try {
                    while (drip && !Thread.currentThread().isInterrupted()) {
                        out.write('x');
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
