package dev.etiqueta.inference;

import dev.etiqueta.request.Fault;
import dev.etiqueta.request.NumberParser;
import dev.etiqueta.request.RequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads single values of a request of the Open Inference Protocol, and refuses what they cannot be. */
final class InferenceJson {

    static final int LONGEST_NAME = 1_000;

    private InferenceJson() {}

    /** Is told of each member of an object, with the parser at its value. */
    interface MemberReader {
        void read(String name, NumberParser value);
    }

    /** Reads an object, from the token that begins it to the one that ends it. */
    static void readMembers(NumberParser parser, String what, MemberReader reader) {
        require(parser.currentToken() == JsonToken.START_OBJECT, "%s is not an object", what);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            reader.read(name, parser);
        }
    }

    /** A text that is quoted in answers. */
    static String name(NumberParser parser, String what) {
        String name = text(parser, what);
        require(name.length() <= LONGEST_NAME, "%s has more than %d characters", what, LONGEST_NAME);
        return name;
    }

    static String text(NumberParser parser, String what) {
        require(parser.currentToken() == JsonToken.VALUE_STRING, "%s is not a text", what);
        return parser.getString();
    }

    static boolean truth(NumberParser parser, String what) {
        JsonToken token = parser.currentToken();
        require(
                token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE,
                "\"%s\" is neither true nor false",
                what);
        return token == JsonToken.VALUE_TRUE;
    }

    /** A whole number that is not negative. */
    static long size(NumberParser parser) {
        require(
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                        && parser.getLongValue() >= 0,
                "a size or a dimension is not a whole number from 0 on");
        return parser.getLongValue();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static void require(boolean condition, String otherwise, Object... about) {
        if (!condition) {
            throw malformed(otherwise.formatted(about));
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static <T> T present(@Nullable T value, String otherwise, Object... about) {
        if (value == null) {
            throw malformed(otherwise.formatted(about));
        }
        return value;
    }

    private static RequestException malformed(String detail) {
        return new RequestException(Fault.INVALID, detail);
    }
}
