package dev.etiqueta.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.image.ImageException.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegFrameTest {

    private static final int BASELINE = 0xc0;
    private static final int PROGRESSIVE = 0xc2;

    @ParameterizedTest
    @CsvSource({
        // Each sample takes two bytes.
        "000b 08 0800 0800 01 011100, 8388608",
        "0011 08 0800 0800 03 011100 021100 031100, 25165824",
        "0011 08 0800 0800 03 012200 021100 031100, 12582912",
        // A unit is 8 samples at least, and 32 where one component is sampled four times as often.
        "000b 08 0001 0001 01 011100, 128",
        "0011 08 ffff 0001 03 014400 024400 034400, 12582912",
        "0011 08 ffff 0001 03 011100 021100 034400, 4718592",
        "0011 08 ffff ffff 03 011100 021100 031100, 25769803776"
    })
    void knowsTheMemoryOfTheCoefficients(String header, long bytes) {
        assertThat(frame(PROGRESSIVE, header).coefficientBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "0011 08 0800 0800 03 010000 021100 031100, 0 x 0",
        "0011 08 0800 0800 03 011100 025100 031100, 5 x 1",
        "0011 08 0800 0800 03 011100 021100 03f100, 15 x 1",
        "000b 08 0800 0800 03 011100, length",
        "000e 08 0800 0800 01 011100 000000, length",
        "0004 08 08, too short",
        "000b 08 0000 0800 01 011100, a side is 0"
    })
    void refusesAHeaderThatMakesNoSense(String header, String message) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> frame(BASELINE, header))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
    }

    @Test
    void takesMemoryOutsideOfTheHeapForPixelsInPiecesAlone() throws Exception {
        ImageDecoder decoder = new ImageDecoder(1_000_000);
        ImageContract contract = new ImageContract(640, 480, ColorMode.RGB, SizePolicy.REFUSE);

        assertThat(decoder.open(JpegFiles.baseline(640, 480), contract).nativeMemory())
                .isZero();
        assertThat(decoder.open(JpegFiles.progressive(640, 480), contract).nativeMemory())
                .isEqualTo(640 * 480 * 3);
    }

    @Test
    void takesItForAScanOfSomeComponentsToo() throws Exception {
        byte[] jpeg = JpegFiles.baseline(640, 480);
        int scan = 0;
        while (jpeg[scan] != (byte) 0xff || jpeg[scan + 1] != (byte) 0xda) {
            scan++;
        }
        jpeg[scan + 4] = 1;

        assertThat(JpegSegments.read(jpeg).inPieces()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, 640", "false, 640", "true, 64", "false, 64"})
    void endsWhenItMustNotGoOn(boolean progressive, int side) throws Exception {
        ImageContract contract = new ImageContract(28, 28, ColorMode.RGB, SizePolicy.RESIZE);
        byte[] jpeg = progressive ? JpegFiles.progressive(side, side) : JpegFiles.baseline(side, side);
        AcceptedImage image = new ImageDecoder(1_000_000).open(jpeg, contract);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> image.decode(() -> {
                    throw new IllegalStateException("too late");
                }))
                .withMessage("too late");
    }

    private static JpegFrame frame(int marker, String header) {
        byte[] bytes = HexFormat.of().parseHex(header.replace(" ", ""));
        return JpegFrame.read(bytes, marker, 0, bytes.length);
    }
}
