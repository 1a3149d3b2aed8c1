package dev.etiqueta.web;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads requests of the Open Inference Protocol: JSON, and behind it the bytes of those tensors that say so.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the protocol</a>
 */
final class InferenceReader {

    private static final int MOST_TENSORS = 1_000;
    private static final int MOST_DIMENSIONS = 64;

    /** Of a tensor without elements. */
    private static final int LONGEST_EMPTY = 65_536;

    private final StrictJson json;

    InferenceReader(StrictJson json) {
        this.json = json;
    }

    /**
     * Reads a body.
     *
     * @param jsonLength how many of its bytes are JSON
     * @throws ProblemException if it is no such request
     */
    InferenceRequest read(byte[] body, int jsonLength) {
        Document document = new Document(body, jsonLength);
        json.parse(new ByteArrayInputStream(body, 0, jsonLength), document::read);
        return document.request();
    }

    /** An input as far as it has been read. */
    private static final class Draft {
        private @Nullable String name;
        private @Nullable Datatype datatype;
        private @Nullable List<Long> shape;
        private @Nullable ElementReader elements;
        private long dataFrom = -1;
        private long dataTo = -1;
        private long binarySize = -1;
    }

    /** An output as far as it has been read. */
    private static final class OutputDraft {
        private @Nullable String name;
        private @Nullable Boolean binary;
        private long classes;
    }

    /** One body. */
    private final class Document {

        private final byte[] body;
        private int binaryFrom;
        private @Nullable String id;
        private boolean binaryOutput;
        private final List<Draft> drafts = new ArrayList<>();
        private final List<InferenceRequest.Output> outputs = new ArrayList<>();
        private final UnknownMembers unknown = new UnknownMembers();

        Document(byte[] body, int jsonLength) {
            this.body = body;
            this.binaryFrom = jsonLength;
        }

        void read(JsonParser parser) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "the body is not an object");
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "id" -> id = text(parser, "id");
                    case "parameters" -> readParameters(parser);
                    case "inputs" -> readAll(parser, "inputs", this::readInput);
                    case "outputs" -> readAll(parser, "outputs", this::readOutput);
                    default -> unknown.skip(parser);
                }
            }
            require(
                    parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null,
                    "something follows the object");
        }

        private void readAll(JsonParser parser, String what, TensorReader one) {
            require(parser.currentToken() == JsonToken.START_ARRAY, "\"%s\" is not an array", what);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(
                        parser.currentToken() == JsonToken.START_OBJECT,
                        "\"%s\" has something that is not an object",
                        what);
                require(drafts.size() + outputs.size() < MOST_TENSORS, "there are more than %d tensors", MOST_TENSORS);
                one.read(parser);
            }
        }

        private void readParameters(JsonParser parser) {
            readMembers(parser, "parameters", (name, value) -> {
                if (name.equals("binary_data_output")) {
                    binaryOutput = truth(value, name);
                } else {
                    unknown.skip(value);
                }
            });
        }

        private void readInput(JsonParser parser) {
            Draft draft = new Draft();
            readMembers(parser, "an input", (name, value) -> {
                switch (name) {
                    case "name" -> draft.name = text(value, "the name of an input");
                    case "datatype" -> draft.datatype = datatype(value);
                    case "shape" -> draft.shape = shape(value);
                    case "parameters" ->
                        readMembers(value, "the parameters of an input", (parameter, set) -> {
                            if (parameter.equals("binary_data_size")) {
                                draft.binarySize = size(set);
                            } else {
                                require(
                                        !parameter.startsWith("shared_memory"),
                                        "an input is in shared memory, which nobody else's service can read; send its data");
                                unknown.skip(set);
                            }
                        });
                    case "data" -> readData(value, draft);
                    default -> unknown.skip(value);
                }
            });
            drafts.add(draft);
        }

        /** Whether it can be read now depends on what has come before it. */
        private void readData(JsonParser parser, Draft draft) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            require(parser.currentToken() == JsonToken.START_ARRAY, "the data of an input is not an array");
            if (draft.name != null && draft.datatype != null) {
                ElementReader elements = new ElementReader(draft.name, draft.datatype);
                elements.read(parser);
                draft.elements = elements;
            } else {
                draft.dataFrom = parser.currentTokenLocation().getByteOffset();
                unknown.skip(parser);
                draft.dataTo = parser.currentLocation().getByteOffset();
                require(draft.dataFrom >= 0, "the JSON is not UTF-8");
            }
        }

        private void readOutput(JsonParser parser) {
            OutputDraft draft = new OutputDraft();
            readMembers(parser, "an output", (member, value) -> {
                switch (member) {
                    case "name" -> draft.name = text(value, "the name of an output");
                    case "parameters" ->
                        readMembers(value, "the parameters of an output", (parameter, set) -> {
                            switch (parameter) {
                                case "binary_data" -> draft.binary = truth(set, parameter);
                                case "classification" -> {
                                    draft.classes = size(set);
                                    require(
                                            draft.classes > 0 && draft.classes <= Integer.MAX_VALUE,
                                            "\"classification\" is not a number of classes");
                                }
                                default -> {
                                    require(
                                            !parameter.startsWith("shared_memory"),
                                            "an output is to go to shared memory, which nobody else's service can write");
                                    unknown.skip(set);
                                }
                            }
                        });
                    default -> unknown.skip(value);
                }
            });
            String name = present(draft.name, "an output has no \"name\"");
            outputs.add(new InferenceRequest.Output(name, draft.binary, (int) draft.classes));
        }

        InferenceRequest request() {
            require(!drafts.isEmpty(), "there are no \"inputs\"");
            List<InferenceRequest.Input> inputs = new ArrayList<>();
            for (Draft draft : drafts) {
                inputs.add(input(draft));
            }
            require(binaryFrom == body.length, "%d bytes are left behind the last tensor", body.length - binaryFrom);
            return new InferenceRequest(id, binaryOutput, inputs, outputs);
        }

        private InferenceRequest.Input input(Draft draft) {
            String name = present(draft.name, "an input has no \"name\"");
            Datatype datatype = present(draft.datatype, "the input '%s' has no \"datatype\"", name);
            List<Long> shape = present(draft.shape, "the input '%s' has no \"shape\"", name);
            long elements = elements(name, shape);
            if (draft.binarySize >= 0) {
                require(
                        draft.elements == null && draft.dataFrom < 0,
                        "the input '%s' has both \"data\" and a \"binary_data_size\"",
                        name);
                return binary(name, datatype, shape, elements, draft.binarySize);
            }
            ElementReader data = draft.elements;
            if (data == null && draft.dataFrom >= 0) {
                ElementReader later = new ElementReader(name, datatype);
                int from = (int) draft.dataFrom;
                json.parse(new ByteArrayInputStream(body, from, (int) draft.dataTo - from), parser -> {
                    parser.nextToken();
                    later.read(parser);
                });
                data = later;
            }
            data = present(data, "the input '%s' has neither \"data\" nor a \"binary_data_size\"", name);
            require(
                    data.count() == elements,
                    "the input '%s' has %d elements; its shape %s says %d",
                    name,
                    data.count(),
                    shape,
                    elements);
            return datatype == Datatype.BYTES
                    ? new InferenceRequest.Input(name, datatype, shape, null, data.bytes())
                    : new InferenceRequest.Input(name, datatype, shape, data.data(), List.of());
        }

        private InferenceRequest.Input binary(
                String name, Datatype datatype, List<Long> shape, long elements, long size) {
            int there = body.length - binaryFrom;
            require(size <= there, "the input '%s' has %d bytes behind the JSON, expected %d", name, there, size);
            ByteBuffer data =
                    ByteBuffer.wrap(body, binaryFrom, (int) size).slice().order(ByteOrder.LITTLE_ENDIAN);
            binaryFrom += (int) size;
            if (datatype == Datatype.BYTES) {
                return new InferenceRequest.Input(name, datatype, shape, null, texts(name, data, elements));
            }
            // No overflow: there are not more elements than bytes, or they do not agree.
            require(
                    elements <= size && elements * datatype.type().bytes() == size,
                    "the input '%s' has %d bytes; %d elements of %s have %s",
                    name,
                    size,
                    elements,
                    datatype,
                    datatype.type().bytes() + " each");
            return new InferenceRequest.Input(name, datatype, shape, data, List.of());
        }

        /** Each behind its length in four bytes. */
        private static List<ByteBuffer> texts(String name, ByteBuffer data, long expected) {
            List<ByteBuffer> elements = new ArrayList<>();
            while (data.remaining() >= Integer.BYTES) {
                ElementReader.requireRoomForText(name, elements.size() + 1L);
                long length = Integer.toUnsignedLong(data.getInt());
                require(
                        length <= data.remaining(),
                        "the element %d of the input '%s' says that it has %d bytes, and %d are left",
                        elements.size(),
                        name,
                        length,
                        data.remaining());
                elements.add(data.slice(data.position(), (int) length));
                data.position(data.position() + (int) length);
            }
            require(
                    !data.hasRemaining() && elements.size() == expected,
                    "the input '%s' has %d elements; its shape says %d",
                    name,
                    elements.size(),
                    expected);
            return elements;
        }
    }

    private interface TensorReader {
        void read(JsonParser parser);
    }

    private interface MemberReader {
        void read(String name, JsonParser value);
    }

    private static void readMembers(JsonParser parser, String what, MemberReader reader) {
        require(parser.currentToken() == JsonToken.START_OBJECT, what + " is not an object");
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            reader.read(name, parser);
        }
    }

    /** A shape costs a client nothing: what a graph makes of it is bounded by the bytes that must be there, or here. */
    private static long elements(String name, List<Long> shape) {
        long elements = 1;
        for (long dimension : shape) {
            require(
                    dimension == 0 || elements <= Long.MAX_VALUE / dimension,
                    "the shape %s of the input '%s' has more elements than there can be",
                    shape,
                    name);
            elements *= dimension;
        }
        for (long dimension : shape) {
            require(
                    elements > 0 || dimension <= LONGEST_EMPTY,
                    "the input '%s' has no elements, and a dimension of %d; there it may be %d",
                    name,
                    dimension,
                    LONGEST_EMPTY);
        }
        return elements;
    }

    private static String text(JsonParser parser, String what) {
        require(parser.currentToken() == JsonToken.VALUE_STRING, what + " is not a text");
        return parser.getString();
    }

    private static boolean truth(JsonParser parser, String what) {
        JsonToken token = parser.currentToken();
        require(
                token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE,
                "\"%s\" is neither true nor false",
                what);
        return token == JsonToken.VALUE_TRUE;
    }

    private static Datatype datatype(JsonParser parser) {
        String name = text(parser, "a datatype");
        return present(
                Datatype.parse(name),
                "there is no datatype '%s'; there are %s",
                name.substring(0, Math.min(name.length(), 40)),
                List.of(Datatype.values()));
    }

    private static List<Long> shape(JsonParser parser) {
        require(parser.currentToken() == JsonToken.START_ARRAY, "a shape is not an array");
        List<Long> shape = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(shape.size() < MOST_DIMENSIONS, "a shape has more than %d dimensions", MOST_DIMENSIONS);
            shape.add(size(parser));
        }
        return shape;
    }

    /** A whole number that is not negative. */
    private static long size(JsonParser parser) {
        require(
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                        && parser.getLongValue() >= 0,
                "a size or a dimension is not a whole number from 0 on");
        return parser.getLongValue();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void require(boolean condition, String otherwise, Object... about) {
        if (!condition) {
            throw malformed(otherwise.formatted(about));
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static <T> T present(@Nullable T value, String otherwise, Object... about) {
        if (value == null) {
            throw malformed(otherwise.formatted(about));
        }
        return value;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, detail);
    }
}
