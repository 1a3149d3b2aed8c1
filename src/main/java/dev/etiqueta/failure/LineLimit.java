package dev.etiqueta.failure;

import java.time.Duration;

/** Lets so many lines into a log, and counts the others: whoever can cause a line at will must not fill a disk. */
public final class LineLimit {

    private final int most;
    private final long period;
    private long begin = System.nanoTime();
    private int lines;
    private long missing;

    /**
     * Creates one.
     *
     * @param most lines in a period
     */
    public LineLimit(int most, Duration period) {
        this.most = most;
        this.period = period.toNanos();
    }

    /**
     * Asks for a line.
     *
     * @return how many lines there were not since the last one that there was; negative if this one is not to be, either
     */
    public synchronized long take() {
        long now = System.nanoTime();
        if (now - begin >= period) {
            begin = now;
            lines = 0;
        }
        if (lines >= most) {
            missing++;
            return -1;
        }
        lines++;
        long before = missing;
        missing = 0;
        return before;
    }
}
