package dev.etiqueta.web;

import static dev.etiqueta.web.InferenceJson.present;
import static dev.etiqueta.web.InferenceJson.require;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An input of a request of the Open Inference Protocol while it is read: its members come in any order. */
final class InputDraft {

    private static final int MOST_DIMENSIONS = 64;

    /** Of a tensor without elements. */
    private static final int LONGEST_EMPTY = 65_536;

    private static final int MOST_QUOTED = 40;

    private final StrictJson json;
    private final byte[] body;
    private final UnknownMembers unknown;
    private @Nullable String name;
    private @Nullable Datatype datatype;
    private @Nullable List<Long> shape;
    private @Nullable ElementReader elements;

    /** Where in the body the data stands that came before what it is; -1 where none did. */
    private long dataFrom = -1;

    private long dataTo = -1;
    private long binarySize = -1;

    InputDraft(StrictJson json, byte[] body, UnknownMembers unknown) {
        this.json = json;
        this.body = body;
        this.unknown = unknown;
    }

    /** Reads its object, from the token that begins it. */
    void read(JsonParser parser) {
        InferenceJson.readMembers(parser, "an input", (member, value) -> {
            switch (member) {
                case "name" -> name = InferenceJson.name(value, "the name of an input");
                case "datatype" -> datatype = datatype(value);
                case "shape" -> shape = shape(value);
                case "parameters" ->
                    InferenceJson.readMembers(value, "the parameters of an input", this::readParameter);
                case "data" -> readData(value);
                default -> unknown.skip(value);
            }
        });
    }

    private void readParameter(String parameter, JsonParser value) {
        if (parameter.equals("binary_data_size")) {
            binarySize = InferenceJson.size(value);
        } else {
            require(
                    !parameter.startsWith("shared_memory"),
                    "an input is in shared memory, which nobody else's service can read; send its data");
            unknown.skip(value);
        }
    }

    private static Datatype datatype(JsonParser parser) {
        String name = InferenceJson.text(parser, "a datatype");
        return present(
                Datatype.parse(name),
                "there is no datatype '%s'; there are %s",
                name.substring(0, Math.min(name.length(), MOST_QUOTED)),
                List.of(Datatype.values()));
    }

    private static List<Long> shape(JsonParser parser) {
        require(parser.currentToken() == JsonToken.START_ARRAY, "a shape is not an array");
        List<Long> shape = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(shape.size() < MOST_DIMENSIONS, "a shape has more than %d dimensions", MOST_DIMENSIONS);
            shape.add(InferenceJson.size(parser));
        }
        return shape;
    }

    private void readData(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(parser.currentToken() == JsonToken.START_ARRAY, "the data of an input is not an array");
        if (name != null && datatype != null) {
            ElementReader reader = new ElementReader(name, datatype);
            reader.read(parser);
            elements = reader;
        } else {
            dataFrom = parser.currentTokenLocation().getByteOffset();
            unknown.skip(parser);
            dataTo = parser.currentLocation().getByteOffset();
            require(dataFrom >= 0, "the JSON is not UTF-8");
        }
    }

    /**
     * The input, now that all of the JSON has been read.
     *
     * @param behind what follows the JSON, from where this input's bytes begin; is left where they end
     * @throws ProblemException if a member is missing, or they do not agree
     */
    InferenceRequest.Input finish(ByteBuffer behind) {
        String named = present(name, "an input has no \"name\"");
        Header header = new Header(
                named,
                present(datatype, "the input '%s' has no \"datatype\"", named),
                present(shape, "the input '%s' has no \"shape\"", named));
        boolean hasData = elements != null || dataFrom >= 0;
        require(
                hasData != (binarySize >= 0),
                hasData
                        ? "the input '%s' has both \"data\" and a \"binary_data_size\""
                        : "the input '%s' has neither \"data\" nor a \"binary_data_size\"",
                named);
        return hasData ? ofJson(header) : ofBytes(header, behind);
    }

    private record Header(String name, Datatype datatype, List<Long> shape) {

        InferenceRequest.Input with(ByteBuffer data) {
            return new InferenceRequest.Input(name, datatype, shape, data, List.of());
        }

        InferenceRequest.Input with(List<ByteBuffer> bytes) {
            return new InferenceRequest.Input(name, datatype, shape, null, bytes);
        }

        /** A shape costs a client nothing: what a graph makes of it is bounded by the bytes that must be there, or here. */
        long elements() {
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

        void requireElements(long found) {
            long expected = elements();
            require(
                    found == expected,
                    "the input '%s' has %d elements; its shape %s says %d",
                    name,
                    found,
                    shape,
                    expected);
        }
    }

    private InferenceRequest.Input ofJson(Header header) {
        ElementReader reader = elements == null ? readLate(header) : elements;
        header.requireElements(reader.count());
        return header.datatype() == Datatype.BYTES ? header.with(reader.bytes()) : header.with(reader.data());
    }

    private ElementReader readLate(Header header) {
        ElementReader reader = new ElementReader(header.name(), header.datatype());
        int from = Math.toIntExact(dataFrom);
        json.parse(new ByteArrayInputStream(body, from, Math.toIntExact(dataTo) - from), parser -> {
            parser.nextToken();
            reader.read(parser);
        });
        return reader;
    }

    private InferenceRequest.Input ofBytes(Header header, ByteBuffer behind) {
        require(
                binarySize <= behind.remaining(),
                "the input '%s' has %d bytes behind the JSON, expected %d",
                header.name(),
                behind.remaining(),
                binarySize);
        int size = Math.toIntExact(binarySize);
        ByteBuffer data = behind.slice(behind.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        behind.position(behind.position() + size);
        if (header.datatype() == Datatype.BYTES) {
            List<ByteBuffer> texts = texts(header.name(), data);
            header.requireElements(texts.size());
            return header.with(texts);
        }
        int bytes = header.datatype().type().bytes();
        require(size % bytes == 0, "the input '%s' has %d bytes, and its elements %d each", header.name(), size, bytes);
        header.requireElements(size / bytes);
        return header.with(data);
    }

    /** Each behind its length in four bytes. */
    private static List<ByteBuffer> texts(String name, ByteBuffer data) {
        List<ByteBuffer> texts = new ArrayList<>();
        while (data.hasRemaining()) {
            ElementReader.requireRoomForText(name, texts.size() + 1L);
            require(
                    data.remaining() >= Integer.BYTES,
                    "the input '%s' ends in the middle of the length of its element %d",
                    name,
                    texts.size());
            long length = Integer.toUnsignedLong(data.getInt());
            require(
                    length <= data.remaining(),
                    "the element %d of the input '%s' says that it has %d bytes, and %d are left",
                    texts.size(),
                    name,
                    length,
                    data.remaining());
            texts.add(data.slice(data.position(), (int) length));
            data.position(data.position() + (int) length);
        }
        return texts;
    }
}
