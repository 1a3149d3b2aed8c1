package dev.etiqueta.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.image.AcceptedImage;
import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.JpegFiles;
import dev.etiqueta.image.SizePolicy;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DecodingMemoryTest {

    private static final long MEGABYTE = 1 << 20;
    private static final int SIDE = 600;

    private final ImageDecoder decoder = new ImageDecoder(1_000_000);
    private final ImageContract contract = new ImageContract(28, 28, ColorMode.GRAYSCALE, SizePolicy.RESIZE);

    @Test
    void makesProgressiveFilesWaitForMemoryOutsideOfTheHeap() throws Exception {
        AcceptedImage image = open(JpegFiles.progressive(SIDE, SIDE));
        long limit = image.nativeMemory() * 5 / 2;
        DecodingMemory memory = new DecodingMemory(Integer.MAX_VALUE, limit);
        AtomicLong held = new AtomicLong();
        Callable<Long> decoding = () -> memory.hold(image, Deadline.never(), () -> {
            long all = held.addAndGet(image.nativeMemory());
            image.decode(() -> {});
            held.addAndGet(-image.nativeMemory());
            return all;
        });

        try (var threads = Executors.newFixedThreadPool(20)) {
            for (Future<Long> all : threads.invokeAll(Collections.nCopies(100, decoding))) {
                assertThat(all.get()).isBetween(image.nativeMemory(), limit);
            }
        }
    }

    @Test
    void refusesAProgressiveFileThatFindsNoRoomInTimeAndNoOther() throws Exception {
        AcceptedImage image = open(JpegFiles.progressive(SIDE, SIDE));
        AcceptedImage other = open(JpegFiles.baseline(SIDE, SIDE));
        DecodingMemory memory = new DecodingMemory(Integer.MAX_VALUE, MEGABYTE);

        byte[] pixels = memory.hold(image, Deadline.never(), () -> {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> memory.decode(image, Deadline.after(Duration.ofMillis(1))))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
            return memory.decode(other, Deadline.never());
        });

        assertThat(pixels).hasSize(contract.samples());
        assertThat(memory.decode(image, Deadline.never())).hasSize(contract.samples());
    }

    @Test
    void givesUpWhatTakesTooLong() throws Exception {
        DecodingMemory memory = new DecodingMemory(Integer.MAX_VALUE, Integer.MAX_VALUE);
        AcceptedImage small = open(JpegFiles.progressive(28, 28));

        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> memory.decode(small, Deadline.after(Duration.ZERO)));
    }

    private AcceptedImage open(byte[] file) throws IOException {
        return decoder.open(file, contract);
    }
}
