package dev.etiqueta.request;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The members of a document that nobody knows. A client may send some; but the parser keeps each name until the end,
 * which takes twenty times the bytes of a short one.
 */
public final class UnknownMembers {

    private static final int MOST = 1000;

    private int names;

    /**
     * Passes over the value of one, to its end.
     *
     * @throws RequestException if there are too many
     */
    public void skip(JsonParser parser) {
        count();
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.PROPERTY_NAME) {
                count();
            }
            if (depth == 0) {
                return;
            }
        }
    }

    private void count() {
        if (++names > MOST) {
            throw new RequestException(
                    Fault.INVALID,
                    "the JSON goes beyond a limit: it has more than %d names that nobody knows; leave them out"
                            .formatted(MOST));
        }
    }
}
