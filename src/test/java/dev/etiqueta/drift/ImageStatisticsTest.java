package dev.etiqueta.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageStatisticsTest {

    /** By NumPy: {@code x.mean() / 255, x.std() / 255, (x > 127).mean()}. */
    @Test
    void agreesWithNumPy() {
        ImageStatistics image = of(0, 255, 127, 128, 10, 200);

        assertThat(image.mean()).isCloseTo(0.47058823529411764, within(1e-15));
        assertThat(image.deviation()).isCloseTo(0.3623933995464851, within(1e-15));
        assertThat(image.ink()).isEqualTo(0.5);
    }

    @Test
    void staysExactForLargeWhiteImages() {
        byte[] white = new byte[3 * 4_000_000];
        Arrays.fill(white, (byte) 255);

        assertThat(ImageStatistics.of(ByteBuffer.wrap(white))).isEqualTo(new ImageStatistics(1, 0, 1));
    }

    @Test
    void looksFromThePositionToTheLimitAndMovesNeither() {
        ByteBuffer samples = ByteBuffer.wrap(new byte[] {9, 0, 0, 9}, 1, 2).asReadOnlyBuffer();

        assertThat(ImageStatistics.of(samples)).isEqualTo(new ImageStatistics(0, 0, 0));
        assertThat(samples.remaining()).isEqualTo(2);
    }

    @Test
    void refusesAnImageWithoutSamples() {
        assertThatIllegalArgumentException().isThrownBy(ImageStatisticsTest::of);
    }

    private static ImageStatistics of(int... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length);
        for (int sample : samples) {
            bytes.put((byte) sample);
        }
        return ImageStatistics.of(bytes.flip());
    }
}
