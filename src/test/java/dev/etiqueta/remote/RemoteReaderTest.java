package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteReaderTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "UNAVAILABLE"})
    void triesAgainWhatMayBeBetterInAMoment(Reason reason) throws IOException {
        byte[] read = reader(failing(3, reason)).read("a", InputStream::readAllBytes);
        assertThat(read).containsExactly('x');
        assertThat(attempts).hasValue(4);
    }

    @Test
    void givesUpAfterFourAttemptsWithTheLastFailure() {
        Throwable failure =
                catchThrowable(() -> reader(failing(9, Reason.UNAVAILABLE)).read("a", InputStream::readAllBytes));
        assertThat(failure).isInstanceOf(RemoteException.class).hasMessage("attempt 4");
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "FORBIDDEN", "FAILED"})
    void triesNothingAgainThatStaysAsItIs(Reason reason) {
        assertThatThrownBy(() -> reader(failing(9, reason)).read("a", InputStream::readAllBytes))
                .isInstanceOf(RemoteException.class)
                .hasMessage("attempt 1");
    }

    @Test
    void startsAnewWhenReadingBreaksOff() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        String read = reader(failing(0, Reason.FAILED)).read("a", in -> {
            if (reads.incrementAndGet() < 3) {
                throw new RemoteException(Reason.UNREACHABLE, "a", "broke off", null);
            }
            return "%d bytes of attempt %d".formatted(in.readAllBytes().length, reads.get());
        });
        assertThat(read).isEqualTo("1 bytes of attempt 3");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void letsWhatTheReaderThrowsThrough() {
        IOException broken = new IOException("disk full");
        IllegalStateException wrong = new IllegalStateException("wrong");
        RemoteReader reader = reader(failing(0, Reason.FAILED));
        assertThatThrownBy(() -> reader.read("a", in -> {
                    throw broken;
                }))
                .isSameAs(broken);
        assertThatThrownBy(() -> reader.read("a", in -> {
                    throw wrong;
                }))
                .isSameAs(wrong);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void stopsWhenItIsInterrupted() {
        Thread.currentThread().interrupt();
        Throwable failure = catchThrowable(
                () -> new RemoteReader(failing(9, Reason.UNAVAILABLE), Duration.ofHours(1), Duration.ofHours(2))
                        .read("a", InputStream::readAllBytes));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(RemoteException.class).hasMessage("attempt 1");
    }

    private static RemoteReader reader(Remote remote) {
        return new RemoteReader(remote, Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    /** A remote whose first attempts fail. */
    private Remote failing(int failures, Reason reason) {
        return new Remote() {
            @Override
            public InputStream open(String path) throws RemoteException {
                int attempt = attempts.incrementAndGet();
                if (attempt <= failures) {
                    throw new RemoteException(reason, path, "attempt " + attempt, null);
                }
                return new ByteArrayInputStream(new byte[] {'x'});
            }

            @Override
            public String address(String path) {
                return path;
            }
        };
    }
}
