package dev.etiqueta.inference;

import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the {@code data} of an input from JSON, nested in whatever way: only the order of the elements counts. */
final class ElementReader {

    private static final int INITIAL_BYTES = 256;
    private static final int FLOAT16_MAX = 65504;
    private static final int MOST_TEXTS = 100_000;

    private final String input;
    private final Datatype datatype;
    private ByteBuffer data = ByteBuffer.allocate(INITIAL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<ByteBuffer> bytes = new ArrayList<>();
    private long count;

    ElementReader(String input, Datatype datatype) {
        this.input = input;
        this.datatype = datatype;
    }

    /** Reads from the current token, which begins an array, to its end. */
    void read(JsonParser parser) {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            switch (token) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                default -> {
                    add(parser, token);
                    count++;
                }
            }
            if (depth == 0) {
                return;
            }
        }
    }

    /** A text takes twenty times the bytes of memory that an empty one takes of a body. */
    static void requireRoomForText(String input, long count) {
        if (count > MOST_TEXTS) {
            throw new RequestException(
                    Fault.TOO_LARGE,
                    "the input '%s' has more than the %d elements of BYTES that are accepted; send the rest in another request"
                            .formatted(input, MOST_TEXTS));
        }
    }

    long count() {
        return count;
    }

    ByteBuffer data() {
        return data.flip();
    }

    List<ByteBuffer> bytes() {
        return bytes;
    }

    private void add(JsonParser parser, JsonToken token) {
        switch (datatype) {
            case BOOL -> {
                require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, parser);
                room(1).put((byte) (token == JsonToken.VALUE_TRUE ? 1 : 0));
            }
            case UINT8, INT8 -> room(1).put((byte) whole(parser, token));
            case UINT16, INT16 -> room(2).putShort((short) whole(parser, token));
            case UINT32, INT32 -> room(4).putInt((int) whole(parser, token));
            case INT64 -> room(8).putLong(whole(parser, token));
            case UINT64 -> room(8).putLong(unsigned(parser, token));
            case FP16 -> room(2).putShort(Float.floatToFloat16((float) decimal(parser, token, FLOAT16_MAX)));
            case BF16 -> room(2).putShort(Datatype.floatToBf16((float) decimal(parser, token, Float.MAX_VALUE)));
            case FP32 -> room(4).putFloat((float) decimal(parser, token, Float.MAX_VALUE));
            case FP64 -> room(8).putDouble(decimal(parser, token, Double.MAX_VALUE));
            case BYTES -> {
                require(token == JsonToken.VALUE_STRING, parser);
                requireRoomForText(input, count + 1);
                bytes.add(ByteBuffer.wrap(parser.getString().getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private long whole(JsonParser parser, JsonToken token) {
        require(
                token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
                parser);
        long value = parser.getLongValue();
        require(value >= datatype.least() && value <= datatype.greatest(), parser);
        return value;
    }

    private long unsigned(JsonParser parser, JsonToken token) {
        require(token == JsonToken.VALUE_NUMBER_INT, parser);
        BigInteger value = parser.getBigIntegerValue();
        require(value.signum() >= 0 && value.bitLength() <= Long.SIZE, parser);
        return value.longValue();
    }

    /** NaN and infinities are themselves; a finite number stays finite. */
    private double decimal(JsonParser parser, JsonToken token, double max) {
        require(token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT, parser);
        double value = parser.getDoubleValue();
        // Half of the last bit more is rounded to the largest number.
        boolean fits = !Double.isFinite(value) || Math.abs(value) <= max * (1 + 0x1p-25);
        require(fits && (Double.isFinite(value) || parser.isNaN()), parser);
        return value;
    }

    private void require(boolean condition, JsonParser parser) {
        if (!condition) {
            String found = parser.getString();
            throw new RequestException(
                    Fault.INVALID,
                    "the input '%s' has '%s' as its element %d, which is none of %s"
                            .formatted(input, found.substring(0, Math.min(found.length(), 40)), count, datatype));
        }
    }

    private ByteBuffer room(int size) {
        if (data.remaining() < size) {
            data = ByteBuffer.wrap(Arrays.copyOf(
                            data.array(),
                            Math.toIntExact(Math.min(2L * data.capacity() + size, Integer.MAX_VALUE - 8))))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(data.position());
        }
        return data;
    }
}
