package dev.etiqueta.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A server of HTTP that misbehaves as told, byte by byte. */
final class RawServer implements AutoCloseable {

    /** What is done with a connection after its request was read. */
    interface Behaviour {
        void answer(Connection connection) throws IOException;
    }

    /** A connection, which ends after the answer. */
    record Connection(Socket socket, int number) {

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Sends a byte at a time, at a pace that is part of the behaviour. */
        void drip(String text, long millis) throws IOException {
            OutputStream out = socket.getOutputStream();
            for (byte next : text.getBytes(StandardCharsets.ISO_8859_1)) {
                LockSupport.parkNanos(millis * 1_000_000);
                out.write(next);
                out.flush();
            }
        }

        /** Sends nothing more until the client hangs up. */
        void hang() throws IOException {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final boolean listens;
    private final AtomicInteger requests = new AtomicInteger();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();

    RawServer(Behaviour behaviour) throws IOException {
        this(behaviour, true);
    }

    private RawServer(Behaviour behaviour, boolean listens) throws IOException {
        this.behaviour = behaviour;
        this.listens = listens;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** One that waits for no request. */
    static RawServer speakingFirst(Behaviour behaviour) throws IOException {
        return new RawServer(behaviour, false);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (!listens || hasRequest(socket)) {
                behaviour.answer(new Connection(socket, requests.incrementAndGet()));
            }
        } catch (IOException e) {
            // the client has hung up
        }
    }

    private static boolean hasRequest(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        return line != null;
    }
}
