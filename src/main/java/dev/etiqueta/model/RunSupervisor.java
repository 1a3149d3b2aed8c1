package dev.etiqueta.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops runs that outlive their deadline. One thread looks at the runs in flight some times a second, so that a run
 * pays for a map entry and not for a timer.
 */
final class RunSupervisor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunSupervisor.class);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Set<Run> runs = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    RunSupervisor() {
        thread = Thread.ofPlatform().daemon().name("run-supervisor").start(this::supervise);
    }

    /** Supervises a run until it is closed. */
    Run begin(Deadline deadline) throws OrtException {
        Run run = new Run(deadline, new RunOptions());
        runs.add(run);
        return run;
    }

    private void supervise() {
        while (!closed) {
            for (Run run : runs) {
                if (run.deadline.hasPassed()) {
                    run.terminate();
                }
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** One run in flight. The lock is contended only where a run ends just as it is stopped. */
    final class Run implements AutoCloseable {

        private final Deadline deadline;
        private final RunOptions options;
        private boolean ended;

        private Run(Deadline deadline, RunOptions options) {
            this.deadline = deadline;
            this.options = options;
        }

        RunOptions options() {
            return options;
        }

        private synchronized void terminate() {
            if (!ended) {
                try {
                    options.setTerminate(true);
                } catch (OrtException e) {
                    log.warn("A run that takes too long could not be stopped", e);
                }
            }
        }

        @Override
        public void close() {
            runs.remove(this);
            synchronized (this) {
                ended = true;
                options.close();
            }
        }
    }
}
