package dev.etiqueta.model;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many runs begin at a time: more would share the processors, and each takes memory. A run that finds its
 * place pays for one compare-and-set.
 */
final class RunQueue {

    /**
     * Under load there are more threads than processors, and one that has to pause in the middle of a run keeps its
     * place. With one place for each processor, all others wait for it then.
     */
    private static final int PLACES_PER_PROCESSOR = 8;

    /** Not fair: a wait for a thread that sleeps, while another is ready, would cost more than a short run. */
    private final Semaphore places;

    /** @param places runs at a time */
    RunQueue(int places) {
        this.places = new Semaphore(places);
    }

    /** With as many places as keep this machine's processors busy. */
    static RunQueue forProcessors() {
        return new RunQueue(PLACES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
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
