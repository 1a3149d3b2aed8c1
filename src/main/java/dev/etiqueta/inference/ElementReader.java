package dev.etiqueta.inference;

import dev.etiqueta.model.ElementBuffer;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.NumberParser;
import dev.etiqueta.request.RequestException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the {@code data} of an input from JSON, nested in whatever way: only the order of the elements counts. */
final class ElementReader {

    private static final int MOST_TEXTS = 100_000;

    /** So many numbers are read at once. */
    private static final int CHUNK = 128;

    private final String input;
    private final Datatype datatype;
    private final ElementBuffer data;
    private final List<ByteBuffer> bytes = new ArrayList<>();
    private final long[] numbers = new long[CHUNK];
    private final double[] decimals = new double[CHUNK];
    private long count;

    ElementReader(String input, Datatype datatype) {
        this.input = input;
        this.datatype = datatype;
        this.data = new ElementBuffer(datatype.type());
    }

    /** Reads from the current token, which begins an array, to its end. */
    void read(NumberParser parser) {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            switch (token) {
                case START_ARRAY -> {
                    depth++;
                    readNumbers(parser);
                }
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

    /** As many as follow in their usual form; others are read one by one. */
    private void readNumbers(NumberParser parser) {
        int read;
        do {
            if (datatype.type().isWhole()) {
                read = parser.readWhole(numbers);
                int added = data.putAll(numbers, read);
                count += added;
                if (added < read) {
                    throw noElement(Long.toString(numbers[added]));
                }
            } else if (datatype == Datatype.BOOL || datatype == Datatype.BYTES) {
                return;
            } else {
                read = parser.readDecimals(decimals);
                int added = data.putAll(decimals, read);
                count += added;
                if (added < read) {
                    throw noElement(Double.toString(decimals[added]));
                }
            }
        } while (read == CHUNK);
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
        return data.bytes();
    }

    List<ByteBuffer> bytes() {
        return bytes;
    }

    private void add(NumberParser parser, JsonToken token) {
        switch (datatype) {
            case BOOL -> {
                require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, parser);
                data.put(token == JsonToken.VALUE_TRUE);
            }
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, INT64 -> data.put(whole(parser, token));
            case UINT64 -> data.put(unsigned(parser, token));
            case FP16, BF16, FP32, FP64 -> data.put(decimal(parser, token));
            case BYTES -> {
                require(token == JsonToken.VALUE_STRING, parser);
                requireRoomForText(input, count + 1);
                bytes.add(ByteBuffer.wrap(parser.getString().getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private long whole(NumberParser parser, JsonToken token) {
        require(
                token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
                parser);
        long value = parser.getLongValue();
        require(data.takes(value), parser);
        return value;
    }

    private long unsigned(NumberParser parser, JsonToken token) {
        require(token == JsonToken.VALUE_NUMBER_INT, parser);
        BigInteger value = parser.getBigIntegerValue();
        require(value.signum() >= 0 && value.bitLength() <= Long.SIZE, parser);
        return value.longValue();
    }

    /** NaN and infinities are themselves; a finite number stays finite. */
    private double decimal(NumberParser parser, JsonToken token) {
        require(token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT, parser);
        double value = parser.getDoubleValue();
        require(Double.isFinite(value) ? data.takes(value) : parser.isNaN(), parser);
        return value;
    }

    private void require(boolean condition, NumberParser parser) {
        if (!condition) {
            throw noElement(parser.getString());
        }
    }

    private RequestException noElement(String found) {
        return new RequestException(
                Fault.INVALID,
                "the input '%s' has '%s' as its element %d, which is none of %s"
                        .formatted(input, found.substring(0, Math.min(found.length(), 40)), count, datatype));
    }
}
