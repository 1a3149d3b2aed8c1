package dev.etiqueta.inference;

import static dev.etiqueta.inference.InferenceJson.present;
import static dev.etiqueta.inference.InferenceJson.require;

import dev.etiqueta.request.NumberParser;
import dev.etiqueta.request.RequestException;
import dev.etiqueta.request.StrictJson;
import dev.etiqueta.request.UnknownMembers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** An input of a request of the Open Inference Protocol while it is read: its members come in any order. */
final class InputDraft {

    private final StrictJson json;
    private final byte[] body;
    private final UnknownMembers unknown;
    private @Nullable String name;
    private @Nullable Datatype datatype;
    private @Nullable List<Long> shape;
    private @Nullable ElementReader elements;

    /** Where in the array of the body the data stands that came before what it is; -1 where none did. */
    private int dataFrom = -1;

    private int dataTo = -1;
    private long binarySize = -1;

    /** @param body the array that the parser reads */
    InputDraft(StrictJson json, byte[] body, UnknownMembers unknown) {
        this.json = json;
        this.body = body;
        this.unknown = unknown;
    }

    /** Reads its object, from the token that begins it. */
    void read(NumberParser parser) {
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

    private void readParameter(String parameter, NumberParser value) {
        if (parameter.equals("binary_data_size")) {
            binarySize = InferenceJson.size(value);
        } else {
            require(
                    !parameter.startsWith("shared_memory"),
                    "an input is in shared memory, which nobody else's service can read; send its data");
            unknown.skip(value);
        }
    }

    private static Datatype datatype(NumberParser parser) {
        return InputHeader.datatype(InferenceJson.text(parser, "a datatype"));
    }

    private static List<Long> shape(NumberParser parser) {
        require(parser.currentToken() == JsonToken.START_ARRAY, "a shape is not an array");
        List<Long> shape = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            shape.add(InferenceJson.size(parser));
            InputHeader.requireDimensions(shape.size());
        }
        return shape;
    }

    private void readData(NumberParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(parser.currentToken() == JsonToken.START_ARRAY, "the data of an input is not an array");
        if (name != null && datatype != null) {
            ElementReader reader = new ElementReader(name, datatype);
            reader.read(parser);
            elements = reader;
        } else {
            dataFrom = parser.position() - 1;
            unknown.skip(parser);
            dataTo = parser.position();
        }
    }

    /**
     * The input, now that all of the JSON has been read.
     *
     * @param behind what follows the JSON, from where this input's bytes begin; is left where they end
     * @throws RequestException if a member is missing, or they do not agree
     */
    InferenceRequest.Input finish(ByteBuffer behind) {
        String named = present(name, "an input has no \"name\"");
        InputHeader header = new InputHeader(
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

    private InferenceRequest.Input ofJson(InputHeader header) {
        ElementReader reader = elements == null ? readLate(header) : elements;
        return header.datatype() == Datatype.BYTES ? header.with(reader.bytes()) : header.with(reader.data());
    }

    private ElementReader readLate(InputHeader header) {
        ElementReader reader = new ElementReader(header.name(), header.datatype());
        json.parse(body, dataFrom, dataTo - dataFrom, parser -> {
            parser.nextToken();
            reader.read(parser);
        });
        return reader;
    }

    private InferenceRequest.Input ofBytes(InputHeader header, ByteBuffer behind) {
        require(
                binarySize <= behind.remaining(),
                "the input '%s' has %d bytes behind the JSON, expected %d",
                header.name(),
                behind.remaining(),
                binarySize);
        int size = Math.toIntExact(binarySize);
        ByteBuffer data = behind.slice(behind.position(), size);
        behind.position(behind.position() + size);
        return InputBytes.read(header, data);
    }
}
