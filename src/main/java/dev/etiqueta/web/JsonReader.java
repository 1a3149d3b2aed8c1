package dev.etiqueta.web;

import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.InstanceException;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.TensorBuilder;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.NumberParser;
import dev.etiqueta.request.RequestException;
import dev.etiqueta.request.StrictJson;
import dev.etiqueta.request.UnknownMembers;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code {"instances": [...]}} straight into a batch, without a tree in between.
 *
 * <p>An instance is a nested array in the shape of the input, an object {@code {"b64": "..."}} with an encoded image,
 * or an object with a value for each of the inputs by name.
 *
 * @see <a href="https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol">KServe's V1 protocol</a>
 */
final class JsonReader {

    private static final String INSTANCES = "instances";
    private static final String BASE64 = "b64";
    private static final int MAX_NAME_LENGTH = 100;

    /** So many numbers are read at once. */
    private static final int CHUNK = 128;

    private final ImageReader images;
    private final StrictJson json;

    JsonReader(ImageReader images, StrictJson json) {
        this.images = images;
        this.json = json;
    }

    /**
     * Adds each instance to the batch.
     *
     * @throws RequestException if the body is not such a document, or holds an image that cannot be used
     * @throws InstanceException if an instance does not fit the model's inputs
     */
    void read(RequestBody body, Model model, Batch batch) throws IOException {
        RequestBody.Content content = body.content();
        json.parse(content.bytes(), content.from(), content.length(), parser -> new Document(
                        parser, model, batch, body.deadline())
                .read());
    }

    /** One body on its way into one batch. */
    private final class Document {

        private final NumberParser parser;
        private final Model model;
        private final Batch batch;
        private final Deadline deadline;
        private final UnknownMembers unknown = new UnknownMembers();
        private final long[] numbers = new long[CHUNK];
        private final double[] decimals = new double[CHUNK];

        Document(NumberParser parser, Model model, Batch batch, Deadline deadline) {
            this.parser = parser;
            this.model = model;
            this.batch = batch;
            this.deadline = deadline;
        }

        void read() {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("expected an object with \"instances\"");
            }
            boolean found = false;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals(INSTANCES)) {
                    found = true;
                    readInstances();
                } else {
                    unknown.skip(parser);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed("something follows the object with \"instances\"");
            }
            if (!found) {
                throw malformed("the object has no \"instances\"");
            }
        }

        private void readInstances() {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw malformed("\"instances\" is not an array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                images.requireRoom(batch);
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    readObject();
                } else {
                    readValue(onlyInput());
                    batch.endInstance();
                }
            }
            if (batch.size() == 0) {
                throw malformed("\"instances\" is empty");
            }
        }

        /** An image, or the inputs by name. */
        private void readObject() {
            boolean image = false;
            boolean inputs = false;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                TensorBuilder input = batch.inputs().get(name);
                if (input != null) {
                    inputs = true;
                    readValue(input);
                } else if (name.equals(BASE64) && !inputs) {
                    image = true;
                    readImage();
                } else {
                    throw new InstanceException("instance %d: there is no input '%s'; expected are %s"
                            .formatted(
                                    batch.size(),
                                    name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)),
                                    batch.inputs().keySet()));
                }
            }
            if (image == inputs) {
                throw new InstanceException("instance %d: expected either \"b64\" or each of the inputs %s"
                        .formatted(batch.size(), batch.inputs().keySet()));
            }
            if (inputs) {
                batch.endInstance();
            }
        }

        private void readImage() {
            model.imageContract();
            String place = INSTANCES + "[" + batch.size() + "]." + BASE64;
            byte[] encoded;
            try {
                encoded = parser.getBinaryValue();
            } catch (JacksonException e) {
                throw malformed(
                        "%s is not base64 text; send the file's bytes, without a 'data:' in front".formatted(place));
            }
            images.add(encoded, place, null, model, batch, deadline);
        }

        private TensorBuilder onlyInput() {
            if (batch.inputs().size() != 1) {
                throw new InstanceException("instance %d: expected an object with each of the inputs %s"
                        .formatted(batch.size(), batch.inputs().keySet()));
            }
            return batch.inputs().values().iterator().next();
        }

        /** Reads a value or nested arrays of them, from the current token to its end. */
        private void readValue(TensorBuilder input) {
            boolean whole = input.spec().type().isWhole();
            int depth = 0;
            JsonToken token = parser.currentToken();
            while (true) {
                switch (token) {
                    case START_ARRAY -> {
                        input.startArray();
                        depth++;
                        readNumbers(input, whole);
                    }
                    case END_ARRAY -> {
                        input.endArray();
                        depth--;
                    }
                    case VALUE_NUMBER_INT -> addInteger(input);
                    case VALUE_NUMBER_FLOAT -> input.add(parser.getDoubleValue());
                    case VALUE_TRUE -> input.add(true);
                    case VALUE_FALSE -> input.add(false);
                    case VALUE_STRING -> input.add(parser.getString());
                    case VALUE_NULL -> throw input.noElement("null");
                    default -> throw input.noElement("an object");
                }
                if (depth == 0) {
                    input.endInstance();
                    return;
                }
                token = parser.nextToken();
            }
        }

        /** As many as follow in their usual form; others are read one by one. */
        private void readNumbers(TensorBuilder input, boolean whole) {
            int read;
            do {
                if (whole) {
                    read = parser.readWhole(numbers);
                    input.addAll(numbers, read);
                } else {
                    read = parser.readDecimals(decimals);
                    input.addAll(decimals, read);
                }
            } while (read == CHUNK);
        }

        private void addInteger(TensorBuilder input) {
            switch (parser.getNumberType()) {
                case INT, LONG -> input.add(parser.getLongValue());
                default -> input.add(parser.getBigIntegerValue());
            }
        }
    }

    private static RequestException malformed(String detail) {
        return new RequestException(Fault.INVALID, detail + "; send {\"instances\": [...]}");
    }
}
