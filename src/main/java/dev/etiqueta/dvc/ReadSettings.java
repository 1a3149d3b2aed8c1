package dev.etiqueta.dvc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tracked files are read.
 *
 * @param remote what is said of the remote over what the project says
 * @param silence how long to wait for a connection, and for the next bytes
 * @param total how long all files may take together
 * @param cache keeps what has been read; null to read the remote each time
 */
public record ReadSettings(
        RemoteOverrides remote,
        Duration silence,
        Duration total,
        @Nullable ObjectCache cache) {

    /** No single wait is longer than all of them together may be. */
    public ReadSettings {
        silence = silence.compareTo(total) < 0 ? silence : total;
    }
}
