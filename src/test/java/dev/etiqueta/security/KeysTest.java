package dev.etiqueta.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

    private static final String HASH = "a".repeat(64);

    private static Keys keys(String... lines) {
        return Keys.parse(String.join("\n", lines).getBytes(UTF_8));
    }

    @Test
    void findsTheKeyOfATokenAmongMany() {
        Token token = Token.random();
        String[] lines = IntStream.range(0, 1000)
                .mapToObj(i -> new Key(
                                "other" + i,
                                Set.of(Role.OBSERVE),
                                Token.random().hash())
                        .toString())
                .toArray(String[]::new);
        lines[500] = new Key("ci", Set.of(Role.PREDICT, Role.DEPLOY), token.hash()).toString();

        Key found = keys(lines).ofToken(token.secret());

        assertThat(found).isNotNull();
        assertThat(found.name()).isEqualTo("ci");
        assertThat(found.roles()).containsExactlyInAnyOrder(Role.PREDICT, Role.DEPLOY);
        assertThat(keys(lines).ofToken(token.secret() + "x")).isNull();
        assertThat(keys(lines).ofToken(Token.random().secret())).isNull();
    }

    @Test
    void findsTheKeyOfACertificateHoweverItsSubjectIsWritten() {
        Keys keys = keys("robot deploy x509:CN=Robot, O=\"Example, Inc.\"");

        assertThat(keys.ofSubject(new X500Principal("cn=robot,o=Example\\, Inc.")))
                .extracting(Key::name)
                .isEqualTo("robot");
        assertThat(keys.ofSubject(new X500Principal("CN=Robot"))).isNull();
    }

    @Test
    void takesCommentsEmptyLinesAndSeveralKeysOfAName() {
        Keys keys = keys(
                "# the old one, and the new one",
                "",
                "ci predict sha256:" + HASH,
                "  \t",
                "ci\tpredict,observe   sha256:" + "B".repeat(64) + "\r",
                "");

        assertThat(keys.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ci predict                       | a line has a name, roles
                    ci write sha256:HASH             | a role is one of predict, feedback, deploy, observe
                    ci predict, sha256:HASH          | a role is one of
                    ci PREDICT sha256:HASH           | a role is one of
                    ci predict sha256:abc            | 64 hexadecimal digits
                    ci predict sha256:HASH extra     | 64 hexadecimal digits
                    ci predict HASH                  | begins with sha256: or x509:
                    ci predict x509:nobody           | distinguished name
                    c/i predict sha256:HASH          | a key's name has
                    """)
    void namesTheLineThatItCannotRead(String line, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys("# comment", line.replace("HASH", HASH)))
                .withMessageStartingWith("line 2: ")
                .withMessageContaining(reason);
    }

    @Test
    void repeatsNothingOfATokenInTheWrongPlace() {
        String token = Token.random().secret();
        for (String line : new String[] {
            token + " predict sha256:" + HASH,
            "ci " + token + " sha256:" + HASH,
            "ci predict " + token,
            "ci predict sha256:" + token,
            "ci predict x509:" + token
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> keys(line)).satisfies(e -> assertThat(e.toString())
                    .doesNotContain(token.substring(4, 20)));
        }
    }

    @Test
    void refusesTheSameTokenTwiceAndOtherEncodings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys("a predict sha256:" + HASH, "b deploy sha256:" + HASH.toUpperCase()))
                .withMessageContaining("line 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keys.parse("# é".getBytes(ISO_8859_1)))
                .withMessageContaining("UTF-8");
    }

    @Test
    void showsNothingOfATokenInItsText() {
        Token token = Token.random();

        assertThat(token.toString()).doesNotContain(token.secret().substring(4));
        assertThat(token.secret()).matches("etq_[A-Za-z0-9_-]{43}");
    }
}
