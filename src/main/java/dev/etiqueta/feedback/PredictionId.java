package dev.etiqueta.feedback;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the predictions of one request are known by: 128 bits, never all of them zero. It is no secret and grants
 * nothing but to say what was right, so that a fast source of randomness will do.
 */
public record PredictionId(long high, long low) {

    private static final int DIGITS = 32;

    /** {@code 00-(trace id)-(parent id)-(flags)}. */
    private static final int TRACE_PARENT_LENGTH = 55;

    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = TRACE_ID + DIGITS + 1;
    private static final int FLAGS = PARENT_ID + 17;

    static PredictionId random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new PredictionId(random.nextLong(), random.nextLong() | 1);
    }

    /** The id that 32 hexadecimal digits write; null for any other text. */
    public static @Nullable PredictionId parse(String text) {
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return notZero(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, DIGITS));
    }

    /**
     * The trace id of a {@code traceparent} header of version 00; null if it is not a valid one.
     *
     * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
     */
    public static @Nullable PredictionId ofTraceParent(String header) {
        if (header.length() != TRACE_PARENT_LENGTH
                || !header.startsWith("00-")
                || header.charAt(PARENT_ID - 1) != '-'
                || header.charAt(FLAGS - 1) != '-'
                || !isLowerHex(header, TRACE_ID, PARENT_ID - 1)
                || !isLowerHex(header, PARENT_ID, FLAGS - 1)
                || !isLowerHex(header, FLAGS, TRACE_PARENT_LENGTH)
                || HexFormat.fromHexDigitsToLong(header, PARENT_ID, FLAGS - 1) == 0) {
            return null;
        }
        return notZero(
                HexFormat.fromHexDigitsToLong(header, TRACE_ID, TRACE_ID + 16),
                HexFormat.fromHexDigitsToLong(header, TRACE_ID + 16, PARENT_ID - 1));
    }

    private static @Nullable PredictionId notZero(long high, long low) {
        return (high | low) == 0 ? null : new PredictionId(high, low);
    }

    private static boolean isLowerHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
