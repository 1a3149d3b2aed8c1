package dev.etiqueta.bench;

import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.SizePolicy;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the PNG of a digit to its pixels, another digit each time; beside it what the JDK brings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeBenchmark {

    private final ImageDecoder decoder = new ImageDecoder(1 << 20);
    private final ImageContract contract =
            new ImageContract(Digits.SIDE, Digits.SIDE, ColorMode.GRAYSCALE, SizePolicy.REFUSE);
    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("png").next();
    private final byte[][] files = new byte[Digits.COUNT][];
    private int next;

    @Setup
    public void encode() throws IOException {
        ImageIO.setUseCache(false);
        byte[][] pixels = Digits.pixels();
        for (int i = 0; i < files.length; i++) {
            files[i] = png(pixels[i]);
        }
    }

    @Benchmark
    public byte[] etiqueta() {
        return decoder.decode(nextFile(), contract);
    }

    @Benchmark
    public byte[] imageIo() throws IOException {
        return pixels(ImageIO.read(new ByteArrayInputStream(nextFile())));
    }

    @Benchmark
    public byte[] reusedReader() throws IOException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(nextFile()))) {
            reader.setInput(in, true, true);
            return pixels(reader.read(0));
        }
    }

    private byte[] nextFile() {
        next = (next + 1) % files.length;
        return files[next];
    }

    private static byte[] png(byte[] pixels) throws IOException {
        var image = new BufferedImage(Digits.SIDE, Digits.SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, Digits.SIDE, Digits.SIDE, pixels);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] pixels(BufferedImage image) {
        return (byte[]) image.getRaster().getDataElements(0, 0, Digits.SIDE, Digits.SIDE, null);
    }
}
