package dev.etiqueta;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request on a connection of its own, as the kubelet sends its probes. */
final class FreshConnection {

    private FreshConnection() {}

    /** The status of a probe. */
    static int probe(int port, String path, Duration timeout) throws IOException {
        return send(port, "GET %s HTTP/1.1\r\nUser-Agent: kube-probe/1.36\r\nAccept: */*\r\n".formatted(path), timeout);
    }

    /** The status for an image. */
    static int post(int port, String path, byte[] png, Duration timeout) throws IOException {
        String head =
                "POST %s HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: %d\r\n".formatted(path, png.length);
        return send(port, head, timeout, png);
    }

    private static int send(int port, String head, Duration timeout, byte... body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write((head + "Host: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        request.write(body);
        int millis = Math.toIntExact(timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(request.toByteArray());
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!answer.startsWith("HTTP/1.1 ")) {
                throw new IOException("no answer: '%s'".formatted(answer));
            }
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
