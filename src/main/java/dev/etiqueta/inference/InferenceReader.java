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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads requests of the Open Inference Protocol: JSON, and behind it the bytes of those tensors that say so.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the protocol</a>
 */
public final class InferenceReader {

    private static final int MOST_TENSORS = 1_000;

    private final StrictJson json;

    public InferenceReader(StrictJson json) {
        this.json = json;
    }

    /**
     * Reads a body.
     *
     * @param body in an array
     * @param jsonLength how many of its bytes are JSON
     * @throws RequestException if it is no such request
     */
    public InferenceRequest read(ByteBuffer body, int jsonLength) {
        Document document = new Document(body.array());
        json.parse(body.array(), body.arrayOffset() + body.position(), jsonLength, document::read);
        return document.request(body.slice(body.position() + jsonLength, body.remaining() - jsonLength));
    }

    /** An output while it is read. */
    private static final class OutputDraft {
        private @Nullable String name;
        private @Nullable Boolean binary;
        private long classes;
    }

    /** One body. */
    private final class Document {

        private final byte[] body;
        private @Nullable String id;
        private boolean binaryOutput;
        private final List<InputDraft> inputs = new ArrayList<>();
        private final List<InferenceRequest.Output> outputs = new ArrayList<>();
        private final UnknownMembers unknown = new UnknownMembers();

        Document(byte[] body) {
            this.body = body;
        }

        void read(NumberParser parser) {
            parser.nextToken();
            InferenceJson.readMembers(parser, "the body", (name, value) -> {
                switch (name) {
                    case "id" -> id = InferenceJson.text(value, "the id");
                    case "parameters" -> InferenceJson.readMembers(value, "\"parameters\"", this::readParameter);
                    case "inputs" -> readAll(value, "inputs", this::readInput);
                    case "outputs" -> readAll(value, "outputs", this::readOutput);
                    default -> unknown.skip(value);
                }
            });
            require(
                    parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null,
                    "something follows the object");
        }

        private void readParameter(String parameter, NumberParser value) {
            if (parameter.equals("binary_data_output")) {
                binaryOutput = InferenceJson.truth(value, parameter);
            } else {
                unknown.skip(value);
            }
        }

        private void readAll(NumberParser parser, String what, Consumer<NumberParser> one) {
            require(parser.currentToken() == JsonToken.START_ARRAY, "\"%s\" is not an array", what);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(inputs.size() + outputs.size() < MOST_TENSORS, "there are more than %d tensors", MOST_TENSORS);
                one.accept(parser);
            }
        }

        private void readInput(NumberParser parser) {
            InputDraft draft = new InputDraft(json, body, unknown);
            draft.read(parser);
            inputs.add(draft);
        }

        private void readOutput(NumberParser parser) {
            OutputDraft draft = new OutputDraft();
            InferenceJson.readMembers(parser, "an output", (member, value) -> {
                switch (member) {
                    case "name" -> draft.name = InferenceJson.name(value, "the name of an output");
                    case "parameters" ->
                        InferenceJson.readMembers(
                                value,
                                "the parameters of an output",
                                (parameter, set) -> readParameter(draft, parameter, set));
                    default -> unknown.skip(value);
                }
            });
            String name = present(draft.name, "an output has no \"name\"");
            outputs.add(new InferenceRequest.Output(name, draft.binary, (int) draft.classes));
        }

        private void readParameter(OutputDraft draft, String parameter, NumberParser value) {
            switch (parameter) {
                case "binary_data" -> draft.binary = InferenceJson.truth(value, parameter);
                case "classification" -> {
                    draft.classes = InferenceJson.size(value);
                    require(
                            draft.classes > 0 && draft.classes <= Integer.MAX_VALUE,
                            "\"classification\" is not a number of classes");
                }
                default -> {
                    require(
                            !parameter.startsWith("shared_memory"),
                            "an output is to go to shared memory, which nobody else's service can write");
                    unknown.skip(value);
                }
            }
        }

        InferenceRequest request(ByteBuffer behind) {
            List<InferenceRequest.Input> finished = new ArrayList<>();
            for (InputDraft draft : inputs) {
                finished.add(draft.finish(behind));
            }
            require(!behind.hasRemaining(), "%d bytes are left behind the last tensor", behind.remaining());
            return new InferenceRequest(id, binaryOutput, finished, outputs);
        }
    }
}
