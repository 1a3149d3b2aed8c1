package dev.etiqueta.model;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets as many runs begin at a time as there are processors for: more would only share them, and each takes memory. A
 * run that finds its place pays for one compare-and-set.
 */
final class RunQueue {

    /** Not fair: a wait for a thread that sleeps, while another is ready, would cost more than a short run. */
    private final Semaphore places;

    /** @param places runs at a time, each of which keeps one processor busy */
    RunQueue(int places) {
        this.places = new Semaphore(places);
    }

    /**
     * Waits for a place, which must be given back with {@link #leave}.
     *
     * @return the nanoseconds of the wait, 0 if there was none
     * @throws DeadlineExceededException if it passes before there is a place
     * @throws InferenceException if the thread is interrupted
     */
    long enter(Deadline deadline) {
        if (places.tryAcquire()) {
            return 0;
        }
        long start = System.nanoTime();
        try {
            while (!places.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                deadline.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("the wait for a processor was interrupted", e);
        }
        return System.nanoTime() - start;
    }

    /** Gives a place back. */
    void leave() {
        places.release();
    }

    /** How many wait; an estimate, as they come and go. */
    int length() {
        return places.getQueueLength();
    }
}
