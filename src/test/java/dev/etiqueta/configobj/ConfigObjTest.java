package dev.etiqueta.configobj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compared with what Python's ConfigObj reads: see src/test/python/config_files.py. */
class ConfigObjTest {

    private static final Path CASES = Path.of("src/test/resources/config/configobj.jsonl");
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<JsonNode> cases() throws IOException {
        return Files.readAllLines(CASES).stream().map(JSON::readTree);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatPythonReadsAndRefusesWhatItRefuses(JsonNode example) {
        String text = example.path("text").asString();
        if (example.has("sections")) {
            JsonNode read = JSON.valueToTree(plain(ConfigObj.parse("config", text)));
            assertThat(read).isEqualTo(example.path("sections"));
        } else {
            assertRefused(text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "; comment          | 1 | is neither '[section]' nor 'key = value'; comments begin with '#'",
                "[a]\\nhunter2: x   | 2 | is neither '[section]' nor 'key = value'; ':' does not replace '='",
                "[a]\\n\\nhunter2   | 3 | is neither '[section]' nor 'key = value'",
                "[a]\\n[[hunter2]]  | 2 | nests a section in another",
                "[a]]               | 1 | opens 1 brackets and closes 2",
                "[a]\\n[b]\\n[a]    | 3 | opens the section 'a' for the second time",
                "a = x\\n[a]        | 2 | opens the section 'a' for the second time",
                "a=hunter2\\na=x    | 2 | the value of 'a' is given twice in its section",
                "a = 'hunter2       | 1 | the value of 'a' has a quote that is not closed, or a comma too many",
                "a = hunter2, , b   | 1 | the value of 'a' has two commas with nothing between them",
                "a = '''hunter2\\nb | 1 | the value of 'a' has triple quotes that are not closed",
                "a = '''b\\n''' h   | 1 | the value of 'a' goes on after its closing triple quotes",
                "a=%(hunter2)s      | 1 | the value of 'a' refers with %(key)s to a key that is not there",
                "a=b,c\\nd=%(a)s    | 2 | the value of 'd' refers to a list with %(key)s, expected a text",
                "a=%(b)s\\nb=%(a)s  | 1 | the value of 'a' refers to itself, or through more than 100 keys",
                "hunter2='''\\n\\nx | 1 | its value has triple quotes that are not closed"
            })
    void namesTheLineAndNoValue(String text, int line, String problem) {
        assertRefused(text.replace("\\n", "\n"))
                .withMessageStartingWith("line %d of .dvc/config: %s".formatted(line, problem))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void refusesAListWhereATextIsExpected() {
        ConfigObj file = ConfigObj.parse("config.local", "[core]\nremote = x\nSecret = hunter2,x\n");

        assertThat(file.text("core", "remote")).contains("x");
        assertThat(file.text("core", "other")).isEmpty();
        assertThat(file.text("other", "remote")).isEmpty();
        assertThatExceptionOfType(ConfigObjException.class)
                .isThrownBy(() -> file.text("core", "secret"))
                .withMessage("line 3 of config.local: the value of 'secret' is a list because of a comma,"
                        + " expected a text, in quotes");
    }

    @Test
    void saysThatDvcReadsNoByteOrderMark() {
        assertRefused("\uFEFF[core]\nremote = x").withMessageContaining("byte order mark");
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThat(ConfigObj.parse("config", "#".repeat(1_000_000)).sections()).containsOnlyKeys("");
        assertRefused("#".repeat(1_000_001)).withMessageContaining("has 1000001 characters, expected at most 1000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\",", "\",", "'a' ", "a, ", ", ", " ", "#", "%(a)s", "%(", "[", "]", "[ ] ", "\"]", "\" =", "a=",
                "'''", "\n'''", "\u2028", "'\"", "\",'"
            })
    void isQuickWithHostileLines(String part) {
        String repeated = part.repeat(500_000 / part.length());
        for (String start : List.of("", "a = ", "['")) {
            for (String end : List.of("", "x")) {
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> parseOrRefuse(start + repeated + end));
            }
        }
    }

    @Test
    void refusesKeysThatMultiplyEachOther() {
        StringBuilder text = new StringBuilder("k0 = x\n");
        IntStream.range(1, 50).forEach(i -> text.append("k%d = %2$s%2$s\n".formatted(i, "%(k" + (i - 1) + ")s")));

        assertRefused(text.toString()).withMessageContaining("refers to too much text");
    }

    private static ThrowableAssertAlternative<ConfigObjException> assertRefused(String text) {
        return assertThatExceptionOfType(ConfigObjException.class)
                .isThrownBy(() -> ConfigObj.parse(".dvc/config", text));
    }

    private static void parseOrRefuse(String text) {
        try {
            assertThat(ConfigObj.parse("config", text).sections()).isNotNull();
        } catch (ConfigObjException e) {
            assertThat(e).hasMessageContaining("line ");
        }
    }

    private static Map<String, Map<String, Object>> plain(ConfigObj file) {
        Map<String, Map<String, Object>> plain = new LinkedHashMap<>();
        file.sections().forEach((section, values) -> {
            Map<String, Object> texts = plain.computeIfAbsent(section, name -> new LinkedHashMap<>());
            values.forEach((key, value) -> texts.put(
                    key,
                    switch (value) {
                        case ConfigValue.Text text -> text.text();
                        case ConfigValue.Texts list -> list.texts();
                    }));
        });
        return plain;
    }
}
