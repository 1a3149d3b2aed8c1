package dev.etiqueta.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.image.ImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With files that Pillow wrote: see src/test/python/images.py. */
class ImageDecoderTest {

    private static final ImageContract GREY = new ImageContract(28, 28, ColorMode.GRAYSCALE, SizePolicy.REFUSE);
    private static final ImageContract RGB = new ImageContract(28, 28, ColorMode.RGB, SizePolicy.REFUSE);

    private final ImageDecoder decoder = new ImageDecoder(1_000_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grey1",
                "grey1-transparent",
                "grey8",
                "grey8-alpha",
                "grey8-transparent",
                "rgb8",
                "rgb8-transparent",
                "rgba8",
                "palette1",
                "palette2",
                "palette4",
                "palette8",
                "palette8-transparent"
            })
    void givesTheGreyOfPillow(String name) {
        assertThat(decoder.decode(file(name + ".png"), GREY)).isEqualTo(file(name + ".grey"));
    }

    @ParameterizedTest
    @CsvSource({"grey.jpg, grey.grey", "rgb.jpg, rgb.grey", "progressive.jpg, progressive.grey"})
    void givesTheGreyOfPillowForJpegButForTheRoundingOfTheDecoders(String jpeg, String grey) {
        byte[] pixels = decoder.decode(file(jpeg), GREY);
        byte[] expected = file(grey);
        for (int i = 0; i < expected.length; i++) {
            assertThat(pixels[i] & 0xff).isCloseTo(expected[i] & 0xff, org.assertj.core.data.Offset.offset(3));
        }
    }

    @Test
    void givesThreeEqualSamplesForAGreyImageInColour() {
        byte[] grey = decoder.decode(file("grey8.png"), GREY);
        byte[] rgb = decoder.decode(file("grey8.png"), RGB);
        for (int i = 0; i < grey.length; i++) {
            assertThat(Arrays.copyOfRange(rgb, 3 * i, 3 * i + 3)).containsOnly(grey[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "61x47, GRAYSCALE, grey",
        "11x9, GRAYSCALE, grey",
        "28x75, GRAYSCALE, grey",
        "30x50, GRAYSCALE, grey",
        "30x50, RGB, rgb",
        "61x47, RGB, rgb",
        "11x9, RGB, rgb",
        "28x75, RGB, rgb"
    })
    void resizesAsPillowDoes(String size, ColorMode mode, String suffix) {
        ImageContract contract = new ImageContract(28, 28, mode, SizePolicy.RESIZE);
        byte[] pixels = decoder.decode(file("resize-%s.png".formatted(size)), contract);
        assertThat(pixels).isEqualTo(file("resize-%s.%s".formatted(size, suffix)));
    }

    @Test
    void refusesAnotherSizeAndNamesBoth() {
        assertRefused(file("resize-61x47.png"), Reason.WRONG_SIZE, "61 x 47", "28 x 28");
    }

    @Test
    void refusesAnImageWhoseHeaderPromisesMoreThanTheLimit() {
        byte[] bomb = PngFiles.withSize(file("grey8.png"), 100_000, 100_000);
        assertRefused(bomb, Reason.TOO_MANY_PIXELS, "100000 x 100000", "1000000");
    }

    @Test
    void refusesMorePixelsThanItsBytesCanHoldBeforeItTakesMemory() {
        byte[] liar = PngFiles.withSize(file("grey8.png"), 1000, 1000);
        ImageContract resizing = new ImageContract(28, 28, ColorMode.GRAYSCALE, SizePolicy.RESIZE);
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> decoder.decode(liar, resizing))
                .withMessageContaining("promises more pixels");
    }

    @ParameterizedTest
    @CsvSource({"GIF89a, GIF", "RIFFxxxxWEBP, WebP", "BMxx, BMP", "%PDF-1.4, PDF", "<html>, something else"})
    void namesWhatIsNoImage(String content, String name) {
        assertRefused(content.getBytes(StandardCharsets.US_ASCII), Reason.NOT_AN_IMAGE, name);
    }

    @Test
    void refusesNothing() {
        assertRefused(new byte[0], Reason.DAMAGED, "0 bytes");
    }

    @Test
    void isNotSlowedDownByApplicationSegments() throws IOException {
        // The JDK's reader takes seconds for these, and the square of that for twice as many.
        byte[] jpeg = file("grey.jpg");
        ByteArrayOutputStream flooded = new ByteArrayOutputStream();
        flooded.write(jpeg, 0, 2);
        for (int i = 0; i < 500_000; i++) {
            flooded.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 8, 'E', 'x', 'i', 'f', 0, 0});
        }
        flooded.write(jpeg, 2, jpeg.length - 2);

        assertThat(decoder.decode(flooded.toByteArray(), GREY)).isEqualTo(decoder.decode(jpeg, GREY));
    }

    @Test
    void refusesMoreScansThanAnyPhotographHas() {
        byte[] jpeg = file("progressive.jpg");
        int scan = marker(jpeg, 0, 0xda);
        int next = marker(jpeg, scan + 2, 0xc4);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(jpeg, 0, scan);
        for (int i = 0; i < 33; i++) {
            many.write(jpeg, scan, next - scan);
        }
        many.write(jpeg, next, jpeg.length - next);
        assertRefused(many.toByteArray(), Reason.UNSUPPORTED, "scans");
    }

    @Test
    void refusesASecondFrameHeaderThatWouldHideTheSizeOfTheFirst() {
        byte[] jpeg = file("rgb.jpg");
        int frame = marker(jpeg, 0, 0xc0);
        int end = frame + 2 + (jpeg[frame + 2] << 8 | jpeg[frame + 3]);
        byte[] small = Arrays.copyOfRange(jpeg, frame, end);
        byte[] large = jpeg.clone();
        // 30,000 pixels in each direction.
        large[frame + 5] = large[frame + 7] = 0x75;
        large[frame + 6] = large[frame + 8] = 0x30;
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(large, 0, jpeg.length - 2);
        both.writeBytes(small);
        both.write(large, jpeg.length - 2, 2);

        assertRefused(both.toByteArray(), Reason.DAMAGED, "two frame headers");
    }

    @Test
    void saysWhatDecodingTakesBeforeItDecodes() {
        ImageContract resizing = new ImageContract(10, 10, ColorMode.GRAYSCALE, SizePolicy.RESIZE);

        assertThat(decoder.open(file("grey8.png"), GREY).memory()).isEqualTo(28 * 28);
        assertThat(decoder.open(file("grey8.png"), resizing).memory()).isEqualTo(2 * 28 * 28);
        assertThat(decoder.open(file("rgb.jpg"), GREY).memory()).isEqualTo(8 * 28 * 28);
    }

    @Test
    void namesTheFormsOfJpegThatAreNotDecoded() {
        byte[] jpeg = file("grey.jpg");
        int frame = marker(jpeg, 0, 0xc0);
        byte[] lossless = jpeg.clone();
        lossless[frame + 1] = (byte) 0xc3;
        assertRefused(lossless, Reason.UNSUPPORTED, "lossless");
        byte[] deep = jpeg.clone();
        deep[frame + 4] = 12;
        assertRefused(deep, Reason.UNSUPPORTED, "12 bits");
    }

    @Test
    void refusesCmyk() {
        assertRefused(file("cmyk.jpg"), Reason.UNSUPPORTED, "CMYK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey8.png", "palette4.png", "rgb.jpg", "progressive.jpg"})
    void refusesAnImageThatIsCutOffAnywhere(String name) {
        byte[] whole = file(name);
        for (int length = 0; length < whole.length; length++) {
            byte[] start = Arrays.copyOf(whole, length);
            if (name.endsWith(".png") || length < whole.length - 2) {
                assertThatExceptionOfType(ImageException.class)
                        .as("%d of %d bytes", length, whole.length)
                        .isThrownBy(() -> decoder.decode(start, GREY));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey8.png", "rgb8-transparent.png", "palette4.png"})
    void refusesAPngWithAnyByteChanged(String name) {
        byte[] image = file(name);
        for (int i = 0; i < image.length; i++) {
            byte[] damaged = image.clone();
            damaged[i] ^= 0x55;
            assertThatExceptionOfType(ImageException.class)
                    .as("byte %d of %d", i, image.length)
                    .isThrownBy(() -> decoder.decode(damaged, GREY));
        }
    }

    @Test
    void neverFailsInAnotherWayForAJpegWithAnyByteChanged() {
        byte[] image = file("rgb.jpg");
        for (int i = 0; i < image.length; i++) {
            byte[] damaged = image.clone();
            damaged[i] ^= 0x55;
            try {
                assertThat(decoder.decode(damaged, GREY)).hasSize(GREY.samples());
            } catch (ImageException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static int marker(byte[] jpeg, int from, int marker) {
        int position = from;
        while (jpeg[position] != (byte) 0xff || jpeg[position + 1] != (byte) marker) {
            position++;
        }
        return position;
    }

    private void assertRefused(byte[] image, Reason reason, String... message) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> decoder.decode(image, GREY))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getMessage()).contains(message));
    }

    private static byte[] file(String name) {
        try (InputStream in = ImageDecoderTest.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
