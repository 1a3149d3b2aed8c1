package dev.etiqueta.web;

import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import dev.etiqueta.request.StrictJson;
import dev.etiqueta.request.UnknownMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code {"id": "...", "index": 0, "label": "..."}}, or {@code {"feedback": [...]}} with many of them. */
final class FeedbackReader {

    private static final String MANY = "feedback";
    private static final String EXPECTED =
            "send {\"id\": \"...\", \"label\": \"...\"}, with an \"index\" where the request had several instances, or"
                    + " {\"feedback\": [...]} with many of them";

    private final StrictJson json;
    private final int maxEntries;

    FeedbackReader(StrictJson json, int maxEntries) {
        this.json = json;
        this.maxEntries = maxEntries;
    }

    /**
     * A client's words.
     *
     * @param index null where it was left out
     */
    record Entry(String id, @Nullable Integer index, String label) {}

    /** @param single whether it stood alone, and is answered alone */
    record Document(boolean single, List<Entry> entries) {}

    /** @throws RequestException if the body is not such a document */
    Document read(RequestBody body) throws IOException {
        Parsing parsing = new Parsing();
        RequestBody.Content content = body.content();
        json.parse(content.bytes(), content.from(), content.length(), parsing::read);
        return parsing.document();
    }

    /** One body on its way. */
    private final class Parsing {

        private final UnknownMembers unknown = new UnknownMembers();
        private final Fields alone = new Fields("", unknown);
        private @Nullable List<Entry> many;

        Document document() {
            if (many == null) {
                return new Document(true, List.of(alone.entry()));
            }
            if (alone.any()) {
                throw malformed("the object has both \"feedback\" and members of a single one");
            }
            return new Document(false, many);
        }

        void read(JsonParser parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("the body is not an object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals(MANY)) {
                    many = entries(parser);
                } else {
                    alone.read(name, parser);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed("something follows the object");
            }
        }

        private List<Entry> entries(JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw malformed("\"feedback\" is not an array");
            }
            List<Entry> entries = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String place = "%s[%d]".formatted(MANY, entries.size());
                if (entries.size() == maxEntries) {
                    throw new RequestException(
                                    Fault.TOO_LARGE,
                                    "the request has more than the %d feedbacks that are accepted; send the rest in another one"
                                            .formatted(maxEntries))
                            .with("limit", maxEntries);
                }
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw malformed(place + " is not an object");
                }
                Fields fields = new Fields(place + ".", unknown);
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    fields.read(name, parser);
                }
                entries.add(fields.entry());
            }
            if (entries.isEmpty()) {
                throw malformed("\"feedback\" is empty");
            }
            return entries;
        }
    }

    /** The members of one entry, in any order. Those that nobody knows are passed over, as in a prediction's body. */
    private static final class Fields {

        private final String place;
        private final UnknownMembers unknown;
        private @Nullable String id;
        private @Nullable Integer index;
        private @Nullable String label;

        Fields(String place, UnknownMembers unknown) {
            this.place = place;
            this.unknown = unknown;
        }

        boolean any() {
            return id != null || index != null || label != null;
        }

        void read(String name, JsonParser parser) {
            switch (name) {
                case "id" -> id = text(name, parser);
                case "label" -> label = text(name, parser);
                case "index" -> index = index(parser);
                default -> unknown.skip(parser);
            }
        }

        Entry entry() {
            if (id == null || label == null) {
                throw malformed("%s%s is missing".formatted(place, id == null ? "id" : "label"));
            }
            return new Entry(id, index, label);
        }

        private String text(String name, JsonParser parser) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw malformed("%s%s is not a text, in quotes".formatted(place, name));
            }
            return parser.getString();
        }

        private Integer index(JsonParser parser) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() != JsonParser.NumberType.INT
                    || parser.getIntValue() < 0) {
                throw malformed("%sindex is not a whole number that an index can be".formatted(place));
            }
            return parser.getIntValue();
        }
    }

    private static RequestException malformed(String detail) {
        return new RequestException(Fault.INVALID, detail + "; " + EXPECTED);
    }
}
