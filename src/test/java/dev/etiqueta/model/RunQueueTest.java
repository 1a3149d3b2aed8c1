package dev.etiqueta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunQueueTest {

    private final RunQueue queue = new RunQueue(2);

    @Test
    void doesNotWaitWhileThereArePlaces() {
        assertThat(queue.enter(Deadline.never())).isZero();
        assertThat(queue.enter(Deadline.after(Duration.ZERO))).isZero();
    }

    @Test
    void waitsForAPlace() {
        queue.enter(Deadline.never());
        queue.enter(Deadline.never());
        CompletableFuture<Long> third = CompletableFuture.supplyAsync(() -> queue.enter(Deadline.never()));
        await().until(() -> queue.length() == 1);

        queue.leave();

        assertThat(third.join()).isPositive();
        assertThat(queue.length()).isZero();
    }

    @Test
    void givesUpAtTheDeadlineAndLeavesThePlacesAsTheyWere() {
        queue.enter(Deadline.never());
        queue.enter(Deadline.never());
        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> queue.enter(Deadline.after(Duration.ofMillis(1))));

        queue.leave();

        assertThat(queue.enter(Deadline.after(Duration.ZERO))).isZero();
    }

    @Test
    void givesUpWhenItsThreadIsInterrupted() {
        queue.enter(Deadline.never());
        queue.enter(Deadline.never());
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InferenceException.class).isThrownBy(() -> queue.enter(Deadline.never()));
        assertThat(Thread.interrupted()).isTrue();
    }
}
