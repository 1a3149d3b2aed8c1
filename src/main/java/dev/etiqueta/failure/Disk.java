package dev.etiqueta.failure;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** What failures to write mean. */
public final class Disk {

    private Disk() {}

    /** Whether it is for want of room, of which Java tells in the system's words only. */
    public static Blame blame(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
            if (cause instanceof IOException && words != null && isFull(words)) {
                return Blame.STORAGE;
            }
        }
        return Blame.ACCESS;
    }

    private static boolean isFull(String words) {
        return words.contains("No space left on device")
                || words.contains("Disk quota exceeded")
                || words.contains("There is not enough space on the disk");
    }
}
