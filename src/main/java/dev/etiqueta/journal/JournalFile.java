package dev.etiqueta.journal;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.recovery.RecoveryListener;
import ch.qos.logback.core.recovery.ResilientOutputStreamBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import ch.qos.logback.core.status.Status;
import dev.etiqueta.failure.ActionableException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in files of a bounded size, of which there is a bounded number. Belongs to one thread; {@link #close} may come
 * from another one.
 *
 * <p>A line that a full disk or a crash has torn stands alone: the next one begins anew.
 */
final class JournalFile implements AutoCloseable {

    static final String NAME = "predictions.jsonl";

    private static final String OLDER = "predictions.%i.jsonl";
    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);

    private final ContextBase context = new ContextBase();
    private final Appender appender = new Appender();
    private boolean failing;

    /** Whether the file ends within a line. */
    private boolean torn;

    private JournalFile() {}

    /**
     * Opens the file, and goes on where it ended.
     *
     * @param dir made if it is missing
     * @param maxSize of a file in bytes; a line more than that may be in it
     * @param maxFiles at least 2
     * @throws ActionableException if it cannot be written
     */
    static JournalFile open(Path dir, long maxSize, int maxFiles) {
        JournalFile file = new JournalFile();
        try {
            Files.createDirectories(dir);
            Path path = dir.toAbsolutePath().resolve(NAME);
            file.torn = isTorn(path);
            file.start(path, maxSize, maxFiles);
        } catch (IOException | IllegalStateException e) {
            throw new JournalException(dir, e);
        }
        if (!file.appender.isStarted()) {
            throw new JournalException(dir, new IOException(NAME + " cannot be written"));
        }
        return file;
    }

    private static boolean isTorn(Path path) throws IOException {
        if (Files.notExists(path) || Files.size(path) == 0) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    private void start(Path path, long maxSize, int maxFiles) {
        context.getStatusManager().add(status -> {
            if (status.getEffectiveLevel() >= Status.WARN) {
                log.warn("The prediction log: {}", status.getMessage(), status.getThrowable());
            }
        });
        appender.setContext(context);
        appender.setEncoder(new LineEncoder());
        appender.setFile(path.toString());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(path.resolveSibling(OLDER).toString());
        window.setMaxIndex(maxFiles - 1);
        window.start();
        appender.setRollingPolicy(window);
        SizeTrigger trigger = new SizeTrigger(maxSize);
        trigger.start();
        appender.setTriggeringPolicy(trigger);
        appender.start();
    }

    /**
     * Appends a line.
     *
     * @param line without its end
     * @return whether it is in the file; if not, it is lost, and a later one may succeed
     */
    boolean append(byte[] line) {
        boolean failed = failing;
        appender.doAppend(line);
        // The line with which the appender finds that it can go on is lost, too.
        failed |= failing || !appender.isStarted();
        torn = failed;
        return !failed;
    }

    @Override
    public void close() {
        appender.stop();
        context.stop();
    }

    /** Ends each line, and begins a new one after one that is torn. */
    private final class LineEncoder extends EncoderBase<byte[]> {

        @Override
        public byte[] encode(byte[] line) {
            int from = torn ? 1 : 0;
            byte[] encoded = new byte[from + line.length + 1];
            encoded[0] = '\n';
            System.arraycopy(line, 0, encoded, from, line.length);
            encoded[encoded.length - 1] = '\n';
            return encoded;
        }

        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }
    }

    /** Says of a stream that goes on after failures whether it fails. */
    private final class Appender extends RollingFileAppender<byte[]> implements RecoveryListener {

        @Override
        public void openFile(String name) throws IOException {
            super.openFile(name);
            failing = false;
            if (getOutputStream() instanceof ResilientOutputStreamBase stream) {
                stream.addRecoveryListener(this);
            }
        }

        @Override
        public void newFailure(IOException e) {
            failing = true;
        }

        @Override
        public void recoveryOccured() {
            failing = false;
        }
    }

    /** Looks at each line: Logback's own looks once a minute. */
    private static final class SizeTrigger extends TriggeringPolicyBase<byte[]> {

        private final long maxSize;

        SizeTrigger(long maxSize) {
            this.maxSize = maxSize;
        }

        @Override
        public boolean isTriggeringEvent(File file, byte[] line) {
            return file.length() >= maxSize;
        }
    }
}
