package dev.etiqueta.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Signs files with a key, as the specification has it, or with a mistake. */
public final class SignatureMaker {

    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPair keys;
    private final String algorithm;

    private SignatureMaker(KeyPair keys, String algorithm) {
        this.keys = keys;
        this.algorithm = algorithm;
    }

    public static SignatureMaker ofCurve(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            String hash = Map.of("secp256r1", "SHA256", "secp384r1", "SHA384").getOrDefault(curve, "SHA512");
            return new SignatureMaker(generator.generateKeyPair(), hash + "withECDSA");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the public key as PEM. */
    public Path publicKey(Path file) throws IOException {
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        return Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(pem));
    }

    /** What is to be signed of these files, whole. */
    ObjectNode statement(Map<String, byte[]> files) {
        Map<String, String> digests = new TreeMap<>();
        files.forEach((path, content) -> digests.put(path, FileHash.SHA256.hex(content)));
        return statement(
                digests,
                "{\"method\": \"files\", \"hash_type\": \"sha256\", \"allow_symlinks\": false, \"ignore_paths\": []}",
                "sha256");
    }

    /** What is to be signed, in the order of the names. */
    ObjectNode statement(Map<String, String> digests, String serialization, String hash) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("_type", "https://in-toto.io/Statement/v1");
        statement.put("predicateType", "https://model_signing/signature/v1.0");
        ObjectNode predicate = statement.putObject("predicate");
        predicate.set("serialization", JSON.readTree(serialization));
        ArrayNode resources = predicate.putArray("resources");
        digests.forEach((name, digest) ->
                resources.addObject().put("name", name).put("algorithm", hash).put("digest", digest));
        String all = digests.values().stream().collect(Collectors.joining());
        statement
                .putArray("subject")
                .addObject()
                .put("name", "models")
                .putObject("digest")
                .put("sha256", FileHash.SHA256.hex(HexFormat.of().parseHex(all)));
        return statement;
    }

    /** The bundle of a statement. */
    ObjectNode sign(ObjectNode statement) {
        byte[] payload = statement.toString().getBytes(UTF_8);
        ObjectNode bundle = JSON.createObjectNode();
        bundle.put("mediaType", "application/vnd.dev.sigstore.bundle.v0.3+json");
        bundle.putObject("verificationMaterial").putObject("publicKey").put("rawBytes", "");
        ObjectNode envelope = bundle.putObject("dsseEnvelope");
        envelope.put("payloadType", SignatureBundle.PAYLOAD_TYPE);
        envelope.put("payload", Base64.getEncoder().encodeToString(payload));
        envelope.putArray("signatures")
                .addObject()
                .put("sig", Base64.getEncoder().encodeToString(signature(payload)));
        return bundle;
    }

    /** A {@code model.sig} for these files. */
    public byte[] signature(Map<String, byte[]> files) {
        return sign(statement(files)).toString().getBytes(UTF_8);
    }

    private byte[] signature(byte[] payload) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            for (byte[] part : List.of(
                    "DSSEv1 28 application/vnd.in-toto+json %d "
                            .formatted(payload.length)
                            .getBytes(UTF_8),
                    payload)) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
