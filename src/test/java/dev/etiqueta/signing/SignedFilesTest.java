package dev.etiqueta.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SignedFilesTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model-signing");
    private static final TrustedSigners KEY = new TrustedSigners.Key(RESOURCES.resolve("signing-key-pub.pem"));
    private static final TrustedSigners CERTIFICATES =
            new TrustedSigners.Certificates(RESOURCES.resolve("ca-cert.pem"), List.of());
    private static final Map<String, byte[]> FILES =
            Map.of("a.onnx", "model".getBytes(UTF_8), "sub/a.yaml", "card".getBytes(UTF_8), "é", new byte[0]);

    private final SignatureMaker maker = SignatureMaker.ofCurve("secp256r1");

    @TempDir
    private Path folder;

    private TrustedSigners made;

    @BeforeEach
    void writeKey() throws IOException {
        made = new TrustedSigners.Key(maker.publicKey(folder.resolve("key.pem")));
    }

    private static byte[] read(String path) throws IOException {
        return Files.readAllBytes(RESOURCES.resolve(path));
    }

    private static byte[] bytes(ObjectNode bundle) {
        return bundle.toString().getBytes(UTF_8);
    }

    private static void refused(byte[] signature, TrustedSigners signers, String reason) {
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> SignedFiles.verify(signature, signers))
                .withMessageContaining(reason);
    }

    @Test
    void takesWhatTheReferenceImplementationHasSignedWithAKey() throws IOException {
        SignedFiles signed = SignedFiles.verify(read("key/model.sig"), KEY);

        assertThat(signed.signer()).matches("key SHA256:[0-9a-f]{64}");
        assertThat(signed.select(List.of("signme-1", "signme-2", "model.sig", "ignore-me", ".gitignore")))
                .containsExactly("signme-1", "signme-2", "model.sig");
        signed.check("model.sig", read("key/model.sig"));
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> signed.check("model.sig", new byte[1]));
        signed.check("signme-1", read("key/signme-1"));
        signed.check("signme-2", read("key/signme-2"));
    }

    @Test
    void takesWhatTheReferenceImplementationHasSignedWithACertificate() throws IOException {
        SignedFiles signed = SignedFiles.verify(read("certificate/model.sig"), CERTIFICATES);

        assertThat(signed.signer()).startsWith("certificate CN=");
        signed.check("signme-1", read("certificate/signme-1"));
        String subject = signed.signer().substring("certificate ".length());
        Path authority = RESOURCES.resolve("ca-cert.pem");
        assertThat(SignedFiles.verify(
                                read("certificate/model.sig"),
                                new TrustedSigners.Certificates(authority, List.of(new X500Principal(subject))))
                        .signer())
                .isEqualTo(signed.signer());
        refused(
                read("certificate/model.sig"),
                new TrustedSigners.Certificates(authority, List.of(new X500Principal("CN=somebody else"))),
                "etiqueta.models.signature.subjects");
    }

    @Test
    void takesTheValidVectorsOfTheSpecification() throws IOException {
        assertThat(SignedFiles.verify(read("spec/valid/key.json"), KEY).signer())
                .startsWith("key ");
        assertThat(SignedFiles.verify(read("spec/valid/certificate.json"), CERTIFICATES)
                        .signer())
                .startsWith("certificate ");
        // Without a key of its own: see the rationale.
        refused(read("spec/valid/sigstore.json"), KEY, "sigstore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid/empty",
                "invalid/missing-envelope",
                "invalid/missing-tlog-entries",
                "invalid/missing-verification-material",
                "invalid-payload/wrong-predicate"
            })
    void refusesTheInvalidVectorsOfTheSpecification(String vector) throws IOException {
        for (TrustedSigners signers : List.of(KEY, CERTIFICATES)) {
            refused(read("spec/%s.json".formatted(vector)), signers, "does not count");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void takesEachCurveOfTheSpecification(String curve) throws IOException {
        SignatureMaker other = SignatureMaker.ofCurve(curve);
        TrustedSigners signers = new TrustedSigners.Key(other.publicKey(folder.resolve("other.pem")));

        SignedFiles signed = SignedFiles.verify(other.signature(FILES), signers);

        assertThat(signed.select(FILES.keySet())).containsExactlyInAnyOrderElementsOf(FILES.keySet());
        FILES.forEach(signed::check);
        refused(other.signature(FILES), made, "another key");
    }

    @Test
    void refusesAnotherMethodThanTheOneThatCounts() throws IOException {
        refused(read("key/model.sig"), CERTIFICATES, "made with a key; expected a certificate");
        refused(read("certificate/model.sig"), KEY, "made with a certificate; expected the key");
        refused(read("key/model.sig"), made, "another key");
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> SignedFiles.verify(null, KEY))
                .withMessageContaining("no file model.sig");
    }

    @Test
    void refusesAFileThatIsAnotherIsMissingOrWasNotSigned() {
        SignedFiles signed = SignedFiles.verify(maker.signature(FILES), made);

        for (byte[] other : List.of("modeL".getBytes(UTF_8), "model ".getBytes(UTF_8), new byte[0])) {
            assertThatExceptionOfType(ModelSignatureException.class)
                    .isThrownBy(() -> signed.check("a.onnx", other))
                    .withMessageContaining("a.onnx is not the file that was signed");
        }
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> signed.check("b.onnx", new byte[0]))
                .withMessageContaining("nobody has signed b.onnx");
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> signed.select(List.of("a.onnx", "é")))
                .withMessageContaining("missing: [sub/a.yaml]");
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> signed.select(List.of("a.onnx", "é", "sub/a.yaml", "sub/model.sig")))
                .withMessageContaining("nobody has signed: [sub/model.sig]");
    }

    @Test
    void takesShardsAndComparesEachByte() {
        byte[] content = new byte[25];
        new java.util.Random(1).nextBytes(content);
        Map<String, String> shards = new TreeMap<>();
        for (int from = 0; from < 25; from += 10) {
            int to = Math.min(25, from + 10);
            shards.put("w:x:%d:%d".formatted(from, to), FileHash.SHA256.hex(Arrays.copyOfRange(content, from, to)));
        }
        String serialization = "{\"method\": \"shards\", \"hash_type\": \"sha256\", \"shard_size\": 10.0}";
        SignedFiles signed =
                SignedFiles.verify(bytes(maker.sign(maker.statement(shards, serialization, "sha256"))), made);

        assertThat(signed.select(List.of("w:x", "model.sig"))).containsExactly("w:x", "model.sig");
        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> signed.select(List.of("w:x", "empty")))
                .withMessageContaining("nobody has signed: [empty]");
        signed.check("w:x", content);
        for (byte[] other : List.of(Arrays.copyOf(content, 24), Arrays.copyOf(content, 26), new byte[25])) {
            assertThatExceptionOfType(ModelSignatureException.class).isThrownBy(() -> signed.check("w:x", other));
        }
        assertThatExceptionOfType(ModelSignatureException.class).isThrownBy(() -> signed.check("other", new byte[1]));
        shards.remove("w:x:10:20");
        refused(
                bytes(maker.sign(maker.statement(shards, serialization, "sha256"))),
                made,
                "the parts of w:x do not make a whole");
    }

    /** The digest of "abc" is that of RFC 7693. */
    @Test
    void takesBlake2b() {
        String abc = "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923";
        ObjectNode statement = maker.statement(
                Map.of("a.onnx", abc), "{\"method\": \"files\", \"hash_type\": \"blake2b\"}", "blake2b");

        SignedFiles.verify(bytes(maker.sign(statement)), made).check("a.onnx", "abc".getBytes(UTF_8));
    }

    static Stream<Arguments> mistakesOfStatements() {
        return Stream.of(
                mistake(
                        "another type",
                        "not a https://in-toto.io",
                        s -> s.put("_type", "https://in-toto.io/Statement/v0.1")),
                mistake("another predicate", "not a https://model_signing", s -> s.put("predicateType", "x")),
                mistake("no files", "signs no file", s -> predicate(s).putArray("resources")),
                mistake("a method", "listed by 'trees'", s -> serialization(s).put("method", "trees")),
                mistake("blake3", "hashed by 'blake3'", s -> serialization(s).put("hash_type", "blake3")),
                mistake("no hash", "no hash_type", s -> serialization(s).remove("hash_type")),
                mistake("a size", "shard_size", s -> serialization(s).put("shard_size", 5)),
                mistake("no size", "shard_size", s -> serialization(s).put("method", "shards")),
                mistake("half a size", "shard_size", s -> serialization(s)
                        .put("method", "shards")
                        .put("shard_size", 0.5)),
                mistake("another subject", "digest of its subject", s -> ((ObjectNode)
                                s.path("subject").path(0).path("digest"))
                        .put("sha256", "0".repeat(64))),
                mistake("two subjects", "digest of its subject", s -> ((ArrayNode) s.path("subject")).addObject()),
                mistake("an order", "not in order", s -> {
                    ArrayNode resources = (ArrayNode) predicate(s).path("resources");
                    resources.add(resources.remove(0));
                }),
                mistake("a file twice", "listed twice", s -> {
                    ArrayNode resources = (ArrayNode) predicate(s).path("resources");
                    resources.insert(0, resources.path(0).deepCopy());
                }),
                mistake("a way out", "leads elsewhere", s -> first(s).put("name", "../a")),
                mistake("a root", "leads elsewhere", s -> first(s).put("name", "/a")),
                mistake("a dot", "leads elsewhere", s -> first(s).put("name", "./a")),
                mistake("no name", "leads elsewhere", s -> first(s).put("name", "")),
                mistake("an ignored way out", "leads elsewhere", s -> serialization(s)
                        .putArray("ignore_paths")
                        .add("../..")),
                mistake("two hashes", "another algorithm", s -> first(s).put("algorithm", "blake2b")),
                mistake("no digest", "no digest", s -> first(s).remove("digest")),
                mistake("no hex", "hexadecimal", s -> first(s).put("digest", "xyz")));
    }

    private static Arguments mistake(String name, String reason, Consumer<ObjectNode> change) {
        return Arguments.of(name, reason, change);
    }

    private static ObjectNode predicate(ObjectNode statement) {
        return (ObjectNode) statement.path("predicate");
    }

    private static ObjectNode serialization(ObjectNode statement) {
        return (ObjectNode) predicate(statement).path("serialization");
    }

    private static ObjectNode first(ObjectNode statement) {
        return (ObjectNode) predicate(statement).path("resources").path(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfStatements")
    void refusesASignedStatementThatIsNone(String name, String reason, Consumer<ObjectNode> change) {
        ObjectNode statement = maker.statement(FILES);
        change.accept(statement);

        refused(bytes(maker.sign(statement)), made, reason);
    }

    static Stream<Arguments> mistakesOfBundles() {
        return Stream.of(
                mistake("a media type", "mediaType", b -> b.put("mediaType", "text/plain")),
                mistake("a payload type", "payloadType", b -> envelope(b).put("payloadType", "x")),
                mistake("no signature", "one signature", b -> envelope(b).putArray("signatures")),
                mistake("two", "one signature", b -> ((ArrayNode) envelope(b).path("signatures")).addObject()),
                mistake("no base64", "no base64", b -> envelope(b).put("payload", "*")),
                mistake("another payload", "another key", b -> envelope(b).put("payload", "e30=")),
                mistake("no DER", "no signature", b -> ((ObjectNode)
                                envelope(b).path("signatures").path(0))
                        .put("sig", "AAAA")),
                mistake("another hint", "another key", b -> ((ObjectNode)
                                b.path("verificationMaterial").path("publicKey"))
                        .put("hint", "0".repeat(64))),
                mistake("both methods", "neither one key nor one", b -> ((ObjectNode) b.path("verificationMaterial"))
                        .putObject("x509CertificateChain")
                        .putArray("certificates")),
                mistake("no method", "neither one key nor one", b -> b.putObject("verificationMaterial")));
    }

    private static ObjectNode envelope(ObjectNode bundle) {
        return (ObjectNode) bundle.path("dsseEnvelope");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfBundles")
    void refusesABundleThatIsNone(String name, String reason, Consumer<ObjectNode> change) {
        ObjectNode bundle = maker.sign(maker.statement(FILES));
        change.accept(bundle);

        refused(bytes(bundle), made, reason);
    }

    @Test
    void refusesWhatIsNoJsonOrTooMuchOfIt() {
        String deep = "[".repeat(100_000);
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("no JSON", "model".getBytes(UTF_8));
        contents.put("no JSON ", deep.getBytes(UTF_8));
        contents.put("no JSON  ", "{\"mediaType\": \"a\", \"mediaType\": \"b\"}".getBytes(UTF_8));
        contents.put("16777216 bytes", new byte[(16 << 20) + 1]);

        contents.forEach((reason, content) -> refused(content, made, reason.strip()));
    }

    @Test
    void refusesFilesOfTheDeployerThatAreNone() throws IOException {
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");
        Path rsa = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        for (TrustedSigners signers : List.of(
                new TrustedSigners.Key(nothing),
                new TrustedSigners.Key(rsa),
                new TrustedSigners.Key(folder.resolve("none")),
                new TrustedSigners.Certificates(nothing, List.of()))) {
            assertThatExceptionOfType(ModelSignatureException.class)
                    .isThrownBy(() -> SignedFiles.requireUsable(signers))
                    .withMessageContaining("etiqueta.models.signature.")
                    .withMessageNotContaining(folder.toString());
        }
    }
}
