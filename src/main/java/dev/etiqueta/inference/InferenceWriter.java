package dev.etiqueta.inference;

import dev.etiqueta.model.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes answers of the Open Inference Protocol: JSON, and behind it the bytes of those outputs that are asked for so. */
public final class InferenceWriter {

    /** NaN and infinities stand there as such, which is no JSON, and what the protocol's clients read and write. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private InferenceWriter() {}

    /**
     * A body.
     *
     * @param json the first of its bytes
     * @param behind the outputs' bytes, which follow it
     */
    public record Body(ByteBuffer json, List<ByteBuffer> behind) {

        public Body {
            behind = List.copyOf(behind);
        }

        /** Whether any output is there as bytes. */
        public boolean isBinary() {
            return !behind.isEmpty();
        }

        /** In bytes. */
        public int length() {
            return behind.stream().mapToInt(ByteBuffer::remaining).reduce(json.remaining(), Math::addExact);
        }

        /** Writes all of it. */
        public void writeTo(OutputStream out) throws IOException {
            write(json, out);
            for (ByteBuffer bytes : behind) {
                write(bytes, out);
            }
        }

        private static void write(ByteBuffer bytes, OutputStream out) throws IOException {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
    }

    /** Writes an answer. */
    public static Body write(InferenceAnswer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ByteBuffer> behind = new ArrayList<>();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", answer.by().name());
            json.writeStringProperty("model_version", answer.by().version());
            if (answer.id() != null) {
                json.writeStringProperty("id", answer.id());
            }
            json.writeArrayPropertyStart("outputs");
            for (InferenceAnswer.Output output : answer.outputs()) {
                write(output, json, behind);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return new Body(ByteBuffer.wrap(out.toByteArray()), behind);
    }

    private static void write(InferenceAnswer.Output output, JsonGenerator json, List<ByteBuffer> behind) {
        Tensor tensor = output.tensor();
        json.writeStartObject();
        json.writeStringProperty("name", tensor.name());
        json.writeStringProperty("datatype", output.datatype().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        if (output.binary()) {
            ByteBuffer bytes = bytes(tensor);
            behind.add(bytes);
            json.writeObjectPropertyStart("parameters");
            json.writeNumberProperty("binary_data_size", bytes.remaining());
            json.writeEndObject();
        } else {
            json.writeArrayPropertyStart("data");
            writeElements(tensor, output.datatype(), json);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** The elements in little-endian order, and texts each behind its length in four bytes. */
    public static ByteBuffer bytes(Tensor tensor) {
        ByteBuffer data = tensor.data();
        if (data != null) {
            return data;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String text : tensor.text()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(length.putInt(0, bytes.length).array());
            out.writeBytes(bytes);
        }
        return ByteBuffer.wrap(out.toByteArray());
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
}
