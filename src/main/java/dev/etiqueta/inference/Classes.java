package dev.etiqueta.inference;

import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.Tensor;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The classification extension: the largest values of an output, and what they stand for, instead of all values. */
final class Classes {

    private Classes() {}

    /** The largest values, as {@code value:index}, with the label behind where the card, or the graph, has one. */
    static Tensor of(Tensor output, int most, @Nullable ModelCard card) {
        List<Number> values = values(output);
        int rank = output.shape().size();
        int size = rank == 0 ? 1 : Math.toIntExact(output.shape().getLast());
        int rows = size == 0 ? 0 : values.size() / size;
        int classes = Math.min(most, size);
        List<String> labels = card != null ? card.labels() : output.columns();
        boolean labeled = labels.size() == size;
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Number> scores = values.subList(row * size, (row + 1) * size);
            IntStream.range(0, size)
                    .boxed()
                    .sorted((a, b) -> compare(scores.get(b), scores.get(a)))
                    .limit(classes)
                    .forEach(i ->
                            texts.add("%s:%d%s".formatted(text(scores.get(i)), i, labeled ? ":" + labels.get(i) : "")));
        }
        List<Long> shape = rank > 1 ? List.of((long) rows, (long) classes) : List.of((long) classes);
        return Tensor.ofText(output.name(), shape, texts);
    }

    /** Doubles where it has decimals, else whole numbers, which stay exact. */
    private static List<Number> values(Tensor output) {
        if (output.data() == null) {
            throw notNumeric(output);
        }
        ByteBuffer elements = output.data().duplicate().order(ByteOrder.nativeOrder());
        List<Number> values =
                new ArrayList<>(elements.remaining() / output.type().bytes());
        while (elements.hasRemaining()) {
            values.add(
                    switch (Objects.requireNonNull(Datatype.of(output.type()))) {
                        case UINT8 -> Byte.toUnsignedLong(elements.get());
                        case UINT16 -> Short.toUnsignedLong(elements.getShort());
                        case UINT32 -> Integer.toUnsignedLong(elements.getInt());
                        case UINT64 -> new BigInteger(Long.toUnsignedString(elements.getLong()));
                        case INT8 -> (long) elements.get();
                        case INT16 -> (long) elements.getShort();
                        case INT32 -> (long) elements.getInt();
                        case INT64 -> elements.getLong();
                        case FP32 -> (double) elements.getFloat();
                        case FP64 -> elements.getDouble();
                        case BOOL, FP16, BF16, BYTES -> throw notNumeric(output);
                    });
        }
        return values;
    }

    /** Of one type. */
    private static int compare(Number one, Number other) {
        return switch (one) {
            case Double number -> Double.compare(number, other.doubleValue());
            case BigInteger number -> number.compareTo((BigInteger) other);
            default -> Long.compare(one.longValue(), other.longValue());
        };
    }

    private static String text(Number value) {
        return value instanceof Double decimal ? String.format(Locale.ROOT, "%f", decimal) : value.toString();
    }

    private static RequestException notNumeric(Tensor output) {
        return new RequestException(
                Fault.INVALID,
                "the output '%s' is of %s, which has no classes".formatted(output.name(), output.type()));
    }
}
