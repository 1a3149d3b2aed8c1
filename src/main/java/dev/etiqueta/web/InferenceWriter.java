package dev.etiqueta.web;

import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.Tensor;
import dev.etiqueta.model.TensorAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes answers of the Open Inference Protocol: JSON, and behind it the bytes of those outputs that are asked for so. */
final class InferenceWriter {

    /** NaN and infinities stand there as such, which is no JSON, and what the protocol's clients read and write. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private InferenceWriter() {}

    /**
     * A body.
     *
     * @param bytes JSON, and behind it the outputs' bytes
     * @param jsonLength how many of them are JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // It is written once, and nowhere compared.
    record Body(byte[] bytes, int jsonLength) {

        boolean isBinary() {
            return jsonLength < bytes.length;
        }
    }

    /** @throws ProblemException if an output is asked for that there is not, or not in this form */
    static Body write(InferenceRequest request, TensorAnswer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", answer.by().id().name());
            json.writeStringProperty("model_version", answer.by().id().version());
            if (request.id() != null) {
                json.writeStringProperty("id", request.id());
            }
            json.writeArrayPropertyStart("outputs");
            if (request.outputs().isEmpty()) {
                for (Tensor output : answer.outputs()) {
                    write(output, request.binaryOutput(), json, behind);
                }
            }
            for (InferenceRequest.Output asked : request.outputs()) {
                Tensor output = find(asked.name(), answer);
                boolean binary = asked.binary() == null ? request.binaryOutput() : asked.binary();
                write(
                        asked.classes() == 0
                                ? output
                                : classes(output, asked.classes(), answer.by().card()),
                        binary,
                        json,
                        behind);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        int length = out.size();
        behind.writeTo(out);
        return new Body(out.toByteArray(), length);
    }

    private static Tensor find(String name, TensorAnswer answer) {
        for (Tensor output : answer.outputs()) {
            if (output.name().equals(name)) {
                return output;
            }
        }
        throw new ProblemException(
                HttpStatus.BAD_REQUEST,
                "there is no output '%s'; there are %s"
                        .formatted(
                                name.substring(0, Math.min(name.length(), 100)),
                                answer.outputs().stream().map(Tensor::name).toList()));
    }

    private static void write(Tensor tensor, boolean binary, JsonGenerator json, ByteArrayOutputStream behind) {
        Datatype datatype = Datatype.of(tensor.type());
        if (datatype == null) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "the output '%s' is of %s, which the protocol cannot say".formatted(tensor.name(), tensor.type()));
        }
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeStringProperty("datatype", datatype.name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        if (binary) {
            int before = behind.size();
            writeBytes(tensor, behind);
            json.writeObjectPropertyStart("parameters");
            json.writeNumberProperty("binary_data_size", behind.size() - before);
            json.writeEndObject();
        } else {
            json.writeArrayPropertyStart("data");
            writeElements(tensor, datatype, json);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeBytes(Tensor tensor, ByteArrayOutputStream behind) {
        ByteBuffer data = tensor.data();
        if (data != null) {
            behind.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
            return;
        }
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String text : tensor.text()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            behind.writeBytes(length.putInt(0, bytes.length).array());
            behind.writeBytes(bytes);
        }
    }

    private static void writeElements(Tensor tensor, Datatype datatype, JsonGenerator json) {
        if (tensor.data() == null) {
            tensor.text().forEach(json::writeString);
            return;
        }
        ByteBuffer data = tensor.data().duplicate().order(ByteOrder.nativeOrder());
        while (data.hasRemaining()) {
            switch (datatype) {
                case BOOL -> json.writeBoolean(data.get() != 0);
                case UINT8 -> json.writeNumber(Byte.toUnsignedInt(data.get()));
                case UINT16 -> json.writeNumber(Short.toUnsignedInt(data.getShort()));
                case UINT32 -> json.writeNumber(Integer.toUnsignedLong(data.getInt()));
                case UINT64 -> json.writeNumber(new BigInteger(Long.toUnsignedString(data.getLong())));
                case INT8 -> json.writeNumber(data.get());
                case INT16 -> json.writeNumber(data.getShort());
                case INT32 -> json.writeNumber(data.getInt());
                case INT64 -> json.writeNumber(data.getLong());
                case FP16 -> json.writeNumber(Float.float16ToFloat(data.getShort()));
                case BF16 -> json.writeNumber(Datatype.bf16ToFloat(data.getShort()));
                case FP32 -> json.writeNumber(data.getFloat());
                case FP64 -> json.writeNumber(data.getDouble());
                case BYTES -> throw new IllegalStateException("texts are no numbers");
            }
        }
    }

    /** The largest values, as {@code value:index}, with the label behind where the card has one. */
    private static Tensor classes(Tensor output, int most, @Nullable ModelCard card) {
        List<Number> values = values(output);
        int rank = output.shape().size();
        int size = rank == 0 ? 1 : Math.toIntExact(output.shape().getLast());
        int rows = size == 0 ? 0 : values.size() / size;
        int classes = Math.min(most, size);
        List<String> labels = card != null && card.labels().size() == size ? card.labels() : List.of();
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Number> scores = values.subList(row * size, (row + 1) * size);
            IntStream.range(0, size)
                    .boxed()
                    .sorted((a, b) -> compare(scores.get(b), scores.get(a)))
                    .limit(classes)
                    .forEach(i -> texts.add(
                            "%s:%d%s".formatted(text(scores.get(i)), i, labels.isEmpty() ? "" : ":" + labels.get(i))));
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

    private static ProblemException notNumeric(Tensor output) {
        return new ProblemException(
                HttpStatus.BAD_REQUEST,
                "the output '%s' is of %s, which has no classes".formatted(output.name(), output.type()));
    }
}
