package dev.etiqueta.request;

import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Parses bodies within limits, and says what is wrong with one that is not JSON. */
public final class StrictJson {

    /** No number that fits a tensor needs more digits. */
    private static final int MAX_NUMBER_LENGTH = 100;

    private final NumberParser.Factory json;

    public StrictJson(int maxDepth, long maxLength) {
        this(maxDepth, maxLength, false);
    }

    /** @param nonNumbers whether NaN and infinities may stand there as such */
    public StrictJson(int maxDepth, long maxLength, boolean nonNumbers) {
        this.json = new NumberParser.Factory(JsonFactory.builder()
                .configure(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, nonNumbers)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(Math.toIntExact(maxLength))
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION));
    }

    /**
     * Parses a part of a body.
     *
     * @param body in UTF-8, as RFC 8259 has it
     * @param document reads it, from before the first token
     * @throws RequestException if it is not JSON
     */
    public void parse(byte[] body, int from, int length, Consumer<NumberParser> document) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body, from, length)) {
            document.accept((NumberParser) parser);
        } catch (StreamConstraintsException e) {
            throw new RequestException(Fault.INVALID, "the JSON goes beyond a limit: " + plain(e));
        } catch (JacksonException e) {
            throw new RequestException(
                    Fault.INVALID,
                    "the body is not JSON: %s (line %d, column %d)"
                            .formatted(
                                    plain(e),
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()));
        }
    }

    /** The parser's message without the names of its settings. */
    private static String plain(JacksonException e) {
        return e.getOriginalMessage()
                .replaceAll(" \\(start marker at \\[[^]]*]\\)", "")
                .replaceAll("[,:;]? (from|enable) `[^`]*`[^)]*", "");
    }
}
