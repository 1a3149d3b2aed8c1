package dev.etiqueta.signing;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a {@code model.sig} holds, section 4: a Sigstore bundle with a DSSE envelope. Nothing of it is verified yet.
 *
 * @param material what says who signed
 * @param payload what was signed
 * @param signature DER, as ECDSA has it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SignatureBundle(Material material, byte[] payload, byte[] signature) {

    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST = 16 << 20;
    private static final Set<String> MEDIA_TYPES = Set.of(
            "application/vnd.dev.sigstore.bundle.v0.3+json",
            "application/vnd.dev.sigstore.bundle+json;version=0.1",
            "application/vnd.dev.sigstore.bundle+json;version=0.2",
            "application/vnd.dev.sigstore.bundle+json;version=0.3");

    /** What says who signed. */
    sealed interface Material {

        /**
         * A key that is known elsewhere.
         *
         * @param hint the SHA-256 of its PEM; null in older bundles
         */
        record Key(@Nullable String hint) implements Material {}

        /** Certificates, DER, the signer's first. */
        record Chain(List<byte[]> certificates) implements Material {}
    }

    /** @throws ModelSignatureException if it is no such bundle */
    static SignatureBundle parse(byte[] content) {
        if (content.length > LONGEST) {
            throw new ModelSignatureException("it has more than %d bytes".formatted(LONGEST));
        }
        try {
            JsonNode bundle = JSON.readTree(content);
            require(MEDIA_TYPES.contains(text(bundle, "mediaType")), "its mediaType is not that of a Sigstore bundle");
            JsonNode envelope = bundle.path("dsseEnvelope");
            require(text(envelope, "payloadType").equals(PAYLOAD_TYPE), "its payloadType is not " + PAYLOAD_TYPE);
            JsonNode signatures = envelope.path("signatures");
            require(signatures.isArray() && signatures.size() == 1, "it does not have one signature");
            return new SignatureBundle(
                    material(bundle.path("verificationMaterial")),
                    bytes(envelope, "payload"),
                    bytes(signatures.path(0), "sig"));
        } catch (JacksonException e) {
            throw new ModelSignatureException("model.sig is no JSON", e);
        }
    }

    private static Material material(JsonNode material) {
        require(
                !material.has("certificate"),
                "it was made without a key of its own (sigstore); expected the method key or certificate");
        boolean key = material.path("publicKey").isObject();
        boolean chain = material.path("x509CertificateChain").isObject();
        require(key != chain, "it says by neither one key nor one certificate who signed");
        if (key) {
            JsonNode hint = material.path("publicKey").path("hint");
            require(
                    hint.isString()
                            || material.path("publicKey").path("rawBytes").isString(),
                    "it does not say which key it was made with");
            return new Material.Key(hint.isString() ? hint.asString() : null);
        }
        List<byte[]> certificates = new ArrayList<>();
        for (JsonNode certificate : material.path("x509CertificateChain").path("certificates")) {
            certificates.add(bytes(certificate, "rawBytes"));
        }
        return new Material.Chain(certificates);
    }

    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        require(value.isString(), "it has no %s".formatted(member));
        return value.asString();
    }

    private static byte[] bytes(JsonNode node, String member) {
        try {
            return Base64.getDecoder().decode(text(node, member));
        } catch (IllegalArgumentException e) {
            throw new ModelSignatureException("its %s is no base64".formatted(member), e);
        }
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ModelSignatureException(otherwise);
        }
    }
}
