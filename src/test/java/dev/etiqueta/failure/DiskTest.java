package dev.etiqueta.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class DiskTest {

    @Test
    void tellsAFullDiskFromOtherTrouble() {
        assertThat(Disk.blame(new IOException("No space left on device"))).isEqualTo(Blame.STORAGE);
        assertThat(Disk.blame(new FileSystemException("/cache/x", null, "Disk quota exceeded")))
                .isEqualTo(Blame.STORAGE);
        assertThat(Disk.blame(new UncheckedIOException(new IOException("No space left on device"))))
                .isEqualTo(Blame.STORAGE);
        assertThat(Disk.blame(new FileSystemException("/cache/x", null, "Read-only file system")))
                .isEqualTo(Blame.ACCESS);
        assertThat(Disk.blame(new AccessDeniedException("/No space left on device")))
                .isEqualTo(Blame.ACCESS);
    }
}
