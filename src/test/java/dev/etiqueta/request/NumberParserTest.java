package dev.etiqueta.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;

class NumberParserTest {

    private static final int DEPTH = 8;
    private static final int CHUNK = 3;

    private final StrictJson json = new StrictJson(DEPTH, 10_000_000, true);

    /** What is in a document, with numbers as their texts, read with chunks of numbers or without. */
    private List<String> read(String text, boolean chunks) {
        List<String> tokens = new ArrayList<>();
        byte[] bytes = ("###" + text).getBytes(UTF_8);
        json.parse(bytes, 3, bytes.length - 3, parser -> {
            double[] numbers = new double[CHUNK];
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(
                        switch (token) {
                            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Double.toString(parser.getDoubleValue());
                            case VALUE_STRING -> parser.getString();
                            default -> token.name();
                        });
                int read = CHUNK;
                while (chunks && token == JsonToken.START_ARRAY && read == CHUNK) {
                    read = parser.readDecimals(numbers);
                    for (int i = 0; i < read; i++) {
                        tokens.add(Double.toString(numbers[i]));
                    }
                }
            }
        });
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[1]",
                "[1,2,3]",
                "[1,2,3,4]",
                "[ 1 , 2 , 3 , 4 , 5 , 6 , 7 ]",
                "[1,\n2,\r\n3\t,4]",
                "[0,-0,-1,-0.0,0.5,-0.5]",
                "[1.5,1e3,2E-3,3.25e+2,4]",
                "[0.1,0.2,0.30000000000000004,123456.789,99999999.99999999]",
                "[9007199254740993,9007199254740992,123456789012345678,12345678901234567890]",
                "[3.4028235e38,1.7976931348623157,0.000000000000000001]",
                "[[1,2],[3,4]]",
                "[[[1],[2]],[[3],[4]]]",
                "[1,\"a\",2,true,null,3,NaN,4,-Infinity,5]",
                "[1,[2],{\"x\":[3,4]},5]",
                "{\"x\":[1,2],\"y\":[3.5],\"z\":7}",
            })
    void readsWhatTokensSay(String text) {
        assertThat(read(text, true)).isEqualTo(read(text, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[01]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1.]", "[.5]", "[-]", "[1,-]", "[+1]", "[1", "[1,", "[1,2",
                "[1.5.5]", "[1e]", "[0x1]", "[1}", "[1]]", "[--1]", "[1,00]"
            })
    void refusesWhatTokensRefuse(String text) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> read(text, true))
                .withMessage(refusal(text));
    }

    private String refusal(String text) {
        try {
            read(text, false);
        } catch (RequestException e) {
            return e.getMessage();
        }
        throw new AssertionError(text + " is read");
    }

    @Test
    void readsDecimalsToTheLastBit() {
        Random random = new Random(5);
        List<String> numbers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        expected.add("START_ARRAY");
        for (int i = 0; i < 20_000; i++) {
            String number =
                    switch (i % 4) {
                        case 0 -> Double.toString(random.nextDouble());
                        case 1 -> Float.toString(random.nextFloat() * 1_000);
                        case 2 -> Long.toString(random.nextLong());
                        default -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                    };
            numbers.add(number);
            expected.add(Double.toString(Double.parseDouble(number)));
        }
        expected.add("END_ARRAY");

        assertThat(read("[" + String.join(",", numbers) + "]", true)).isEqualTo(expected);
    }

    @Test
    void saysWhereItWentWrong() {
        String text = "[1,2,\n3,4,\n  5,x]";

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> read(text, true))
                .withMessageContaining("line 3, column 5");
    }

    @Test
    void passesAByteOrderMark() {
        assertThat(read("\ufeff[1]", true)).containsExactly("START_ARRAY", "1.0", "END_ARRAY");
    }

    @Test
    void readsWholeNumbersUpToOneThatIsNone() {
        byte[] text = "[1,-2,3.5]".getBytes(UTF_8);
        json.parse(text, 0, text.length, parser -> {
            long[] numbers = new long[10];
            parser.nextToken();

            assertThat(parser.readWhole(numbers)).isEqualTo(2);
            assertThat(numbers).startsWith(1, -2);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_FLOAT);
            assertThat(parser.getDoubleValue()).isEqualTo(3.5);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
        });
    }
}
