package dev.etiqueta.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every colour type and depth that PNG has, interlaced and not, and sides that leave passes of Adam7 empty. */
class PngFormsTest {

    private static final int[][] SIZES = {{28, 28}, {1, 1}, {3, 2}, {5, 9}, {17, 1}, {1, 17}};

    static Stream<Arguments> forms() {
        return Stream.of(
                        "grey 1",
                        "grey 2",
                        "grey 4",
                        "grey 8",
                        "grey 16",
                        "greyAlpha 8",
                        "greyAlpha 16",
                        "rgb 8",
                        "rgb 16",
                        "rgba 8",
                        "rgba 16",
                        "palette 1",
                        "palette 2",
                        "palette 4",
                        "palette 8")
                .flatMap(form -> Stream.of(true, false).map(interlaced -> {
                    int space = form.indexOf(' ');
                    return Arguments.of(
                            form.substring(0, space), Integer.parseInt(form.substring(space + 1)), interlaced);
                }));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void decodes(String color, int depth, boolean interlaced) throws IOException {
        for (int[] size : SIZES) {
            BufferedImage image = random(color, depth, size[0], size[1]);
            byte[] png = encode(image, interlaced);
            ImageContract contract = new ImageContract(size[0], size[1], ColorMode.RGB, SizePolicy.REFUSE);
            assertThat(new ImageDecoder(10_000).decode(png, contract)).isEqualTo(expected(image, color, depth));
        }
    }

    /** By the definition: samples scaled to 0-255, times alpha. */
    private static byte[] expected(BufferedImage image, String color, int depth) {
        int max = (1 << depth) - 1;
        byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
        Raster raster = image.getRaster();
        for (int i = 0; i < rgb.length / 3; i++) {
            int[] samples = raster.getPixel(i % image.getWidth(), i / image.getWidth(), (int[]) null);
            for (int channel = 0; channel < 3; channel++) {
                int value;
                if (color.equals("palette")) {
                    IndexColorModel palette = (IndexColorModel) image.getColorModel();
                    value = palette.getRGB(samples[0]) >> (16 - 8 * channel) & 0xff;
                } else {
                    int colors = color.startsWith("grey") ? 1 : 3;
                    value = (int) Math.round(samples[Math.min(channel, colors - 1)] * 255.0 / max);
                    if (samples.length > colors) {
                        value = (int) Math.round(value * Math.round(samples[colors] * 255.0 / max) / 255.0);
                    }
                }
                rgb[3 * i + channel] = (byte) value;
            }
        }
        return rgb;
    }

    private static BufferedImage random(String color, int depth, int width, int height) {
        Random random = new Random(depth * 31L + width);
        WritableRaster raster;
        ColorModel model;
        if (color.equals("palette") || (color.equals("grey") && depth < 8)) {
            int colors = 1 << depth;
            byte[][] table = new byte[3][colors];
            for (int i = 0; i < colors; i++) {
                for (byte[] channel : table) {
                    channel[i] = (byte) (color.equals("grey") ? i * 255 / (colors - 1) : random.nextInt());
                }
            }
            model = new IndexColorModel(depth, colors, table[0], table[1], table[2]);
        } else {
            boolean grey = color.startsWith("grey");
            boolean alpha = color.equals("greyAlpha") || color.equals("rgba");
            model = new ComponentColorModel(
                    ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                    alpha,
                    false,
                    alpha ? ColorModel.TRANSLUCENT : ColorModel.OPAQUE,
                    depth == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
        }
        raster = model.createCompatibleWritableRaster(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < raster.getNumBands(); band++) {
                    raster.setSample(x, y, band, random.nextInt(1 << depth));
                }
            }
        }
        return new BufferedImage(model, raster, false, null);
    }

    private static byte[] encode(BufferedImage image, boolean interlaced) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
