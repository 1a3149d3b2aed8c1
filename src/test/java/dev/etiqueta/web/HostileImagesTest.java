package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whatever comes as an image gets an answer, and it is never the server's fault. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class HostileImagesTest {

    private static final int ROUNDS = 300;

    @Test
    void answersEachWithAClientsErrorOrAPrediction(@LocalServerPort int port) throws java.io.IOException {
        HttpTester http = new HttpTester(port);
        List<byte[]> seeds = List.of(
                TestDigits.png(0),
                resource("rgb.jpg"),
                resource("cmyk.jpg"),
                resource("palette8.png"),
                resource("rgba8.png"));
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] image = mutate(seeds.get(round % seeds.size()), random);
            Answer answer = round % 2 == 0
                    ? http.post("/predict", "image/png", image)
                    : http.postFiles("/predict", Map.of("x", image));
            assertThat(answer.status()).as(answer.text()).isIn(200, 400, 413, 415, 422);
        }
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] image = seed.clone();
        switch (random.nextInt(4)) {
            case 0 -> image = Arrays.copyOf(image, random.nextInt(image.length));
            case 1 -> image[random.nextInt(image.length)] = (byte) random.nextInt();
            case 2 -> random.nextBytes(image);
            default -> {
                ByteArrayOutputStream twice = new ByteArrayOutputStream();
                twice.write(image, 0, random.nextInt(image.length));
                twice.writeBytes(image);
                image = twice.toByteArray();
            }
        }
        return image;
    }

    private static byte[] resource(String name) throws java.io.IOException {
        try (var in = HostileImagesTest.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        }
    }
}
