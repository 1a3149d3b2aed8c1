package dev.etiqueta;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Many clients that hold their connections as long as they get them, and come back when they are thrown out. All of them
 * are one thread, so that the attack costs next to nothing.
 */
final class SlowClients implements AutoCloseable {

    /** At once, so that no one's connection waits because the attack is quicker than any server could accept. */
    private static final int CONNECTING = 256;

    private static final long TICK_NANOS = Duration.ofMillis(200).toNanos();
    private static final long BACK_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final Queue<Client> waiting = new ArrayDeque<>();
    private final ByteBuffer rubbish = ByteBuffer.allocateDirect(1 << 14);
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger thrownOut = new AtomicInteger();
    private final Thread thread;
    private int connecting;

    /**
     * What a client does.
     *
     * @param port of the server
     * @param begin what it sends first
     * @param more what it sends then, again and again; nothing if it is empty
     * @param every how long it waits in between
     * @param reads whether it takes what the server sends
     */
    record Habit(int port, String begin, String more, Duration every, boolean reads) {

        /** Begins a request, and comes to no end of its headers. */
        static Habit beginsHeaders(int port, boolean silent) {
            return new Habit(
                    port,
                    "GET /actuator/health HTTP/1.1\r\nHost: x\r\nX: a",
                    silent ? "" : "a",
                    Duration.ofSeconds(3),
                    true);
        }

        /** Sends a body, a byte a second. */
        static Habit drips(int port, String path) {
            return new Habit(
                    port,
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 4000\r\n\r\n"
                            .formatted(path),
                    "x",
                    Duration.ofSeconds(1),
                    true);
        }

        /** Asks again and again, and never reads an answer. */
        static Habit neverReads(int port, String path) {
            String request = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path);
            return new Habit(port, request.repeat(20), request, Duration.ofSeconds(1), false);
        }
    }

    private enum State {
        /** In the queue of those that are about to connect. */
        WAITING,
        CONNECTING,
        CONNECTED,
        THROWN_OUT
    }

    private static final class Client {

        private final Habit habit;
        private ByteBuffer toSend = ByteBuffer.allocate(0);
        private @Nullable SocketChannel channel;
        private State state = State.WAITING;
        private long next;

        Client(Habit habit) {
            this.habit = habit;
        }
    }

    /** Begins the attack, each habit as often as it is in the list, in an order that is always the same. */
    SlowClients(List<Habit> habits) throws IOException {
        habits.forEach(habit -> clients.add(new Client(habit)));
        Collections.shuffle(clients, new java.util.Random(1));
        waiting.addAll(clients);
        thread = Thread.ofPlatform().name("slow-clients").start(this::run);
    }

    /** How many connections there were. */
    int connected() {
        return connected.get();
    }

    /** How many of them the server has ended or refused. */
    int thrownOut() {
        return thrownOut.get();
    }

    private void run() {
        long tick = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                while (connecting < CONNECTING && !waiting.isEmpty()) {
                    open(waiting.remove());
                }
                selector.select(key -> act((Client) key.attachment(), key), TICK_NANOS / 1_000_000);
                long now = System.nanoTime();
                if (now - tick >= TICK_NANOS) {
                    tick = now;
                    clients.forEach(client -> goOn(client, now));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            clients.forEach(SlowClients::hangUp);
        }
    }

    private void open(Client client) {
        connecting++;
        client.state = State.CONNECTING;
        client.toSend = bytes(client.habit.begin());
        try {
            SocketChannel channel = SocketChannel.open();
            client.channel = channel;
            channel.configureBlocking(false);
            if (!client.habit.reads()) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 1);
            }
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), client.habit.port()));
            channel.register(selector, SelectionKey.OP_CONNECT, client);
        } catch (IOException e) {
            end(client);
        }
    }

    private void act(Client client, SelectionKey key) {
        try {
            if (key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
                connecting--;
                connected.incrementAndGet();
                client.state = State.CONNECTED;
                send(client, key, System.nanoTime());
            } else if (key.isReadable()) {
                rubbish.clear();
                if (((SocketChannel) key.channel()).read(rubbish) < 0) {
                    end(client);
                }
            }
        } catch (IOException e) {
            end(client);
        }
    }

    /** Sends what there is to send, as far as the server takes it: the rest goes with the next tick. */
    private static void send(Client client, SelectionKey key, long now) throws IOException {
        ((SocketChannel) key.channel()).write(client.toSend);
        key.interestOps(client.habit.reads() ? SelectionKey.OP_READ : 0);
        client.next = now + client.habit.every().toNanos();
    }

    private void goOn(Client client, long now) {
        if (now - client.next < 0) {
            return;
        }
        if (client.state == State.THROWN_OUT) {
            client.state = State.WAITING;
            waiting.add(client);
        } else if (client.state == State.CONNECTED && client.channel != null) {
            try {
                if (!client.toSend.hasRemaining()) {
                    client.toSend = bytes(client.habit.more());
                }
                send(client, client.channel.keyFor(selector), now);
            } catch (IOException e) {
                end(client);
            }
        }
    }

    private void end(Client client) {
        if (client.state == State.CONNECTING) {
            connecting--;
        }
        client.state = State.THROWN_OUT;
        thrownOut.incrementAndGet();
        hangUp(client);
        client.next = System.nanoTime() + BACK_AFTER_NANOS;
    }

    private static void hangUp(Client client) {
        try (SocketChannel channel = client.channel) {
            client.channel = null;
        } catch (IOException e) {
            // Then it is closed.
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        thread.interrupt();
        thread.join();
        selector.close();
    }
}
