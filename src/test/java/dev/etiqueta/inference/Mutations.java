package dev.etiqueta.inference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes sound bytes unsound: in the same ways each time. */
public final class Mutations {

    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "2",
            "65535",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "18446744073709551616",
            "1e309",
            "-0.0",
            "NaN",
            "1.5",
            "null",
            "\"1\"",
            "[]",
            "{}",
            "1e-400");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** A random number from 0 to below the bound. */
    public int next(int bound) {
        return random.nextInt(bound);
    }

    /** The same with one to three changes. */
    public byte[] of(byte[] sound) {
        byte[] mutated = sound;
        for (int i = 0; i <= random.nextInt(3); i++) {
            mutated = mutated.length == 0 ? sound : change(mutated);
        }
        return mutated;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(40, bytes.length - at) + 1);
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> with(bytes, at, length, new byte[0]);
            case 2 -> with(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 3 -> flipped(bytes, at);
            case 4 -> with(bytes, at, length, random(length));
            default -> numberReplaced(bytes, at);
        };
    }

    private static byte[] with(byte[] bytes, int at, int length, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(instead);
        out.write(bytes, at + length, bytes.length - at - length);
        return out.toByteArray();
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private byte[] random(int length) {
        byte[] made = new byte[length];
        random.nextBytes(made);
        return made;
    }

    /** The next number behind a place, by one that is none of that kind. */
    private byte[] numberReplaced(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && !Character.isDigit(bytes[at])) {
            at++;
        }
        int end = at;
        while (end < bytes.length && Character.isDigit(bytes[end])) {
            end++;
        }
        String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return with(bytes, at, end - at, number.getBytes(ISO_8859_1));
    }
}
