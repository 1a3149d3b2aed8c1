package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.TaggedModels;
import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.model.Model;
import dev.etiqueta.signing.ModelSignatureException;
import dev.etiqueta.signing.SignatureMaker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Models that need a signature, from a repository. */
class SignedModelsTest {

    private final SignatureMaker maker = SignatureMaker.ofCurve("secp384r1");
    private final Map<String, byte[]> files = new TreeMap<>();

    @TempDir
    private Path folder;

    private TaggedModels repository;
    private Path key;

    @BeforeEach
    void read() throws IOException, GitAPIException {
        try (InputStream in = SignedModelsTest.class.getResourceAsStream("/models/add.onnx")) {
            files.put("add.onnx", in.readAllBytes());
        }
        files.put("notes/README.md", "It adds.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        repository = new TaggedModels(folder.resolve("project"));
        key = maker.publicKey(folder.resolve("key.pem"));
    }

    private Map<String, String> properties(String revision) {
        return new HashMap<>(Map.of(
                "etiqueta.repository.url", repository.repository().toString(),
                "etiqueta.repository.revision", revision,
                "etiqueta.remote.url", repository.store().toString(),
                "etiqueta.cache.dir", folder.resolve("cache").toString(),
                "etiqueta.models.signature.public-key", key.toString()));
    }

    private static ModelRepository open(Map<String, String> properties) {
        return RepositoryFactory.of(new Binder(new MapConfigurationPropertySource(properties)))
                .open();
    }

    private Map<String, byte[]> signed() {
        Map<String, byte[]> signed = new TreeMap<>(files);
        signed.put("model.sig", maker.signature(files));
        return signed;
    }

    @Test
    void takesWhatIsSignedAndSaysByWhom() throws Exception {
        repository.files("v1", signed());
        try (ModelRepository models = open(properties("v1"));
                Release release = models.fetchAtStart()) {
            assertThat(release.revision().signers().models()).matches("key SHA256:[0-9a-f]{64}");
            assertThat(release.files().files())
                    .extracting(TrackedFile::path)
                    .containsExactly("add.onnx", "model.sig", "notes/README.md");
            Map<String, Model> loaded = ModelLoader.load(release);
            assertThat(loaded.get("add").info().id().signers())
                    .isEqualTo(release.revision().signers());
            loaded.values().forEach(Model::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsigned", "flipped", "flipped-notes", "missing", "extra", "foreign"})
    void refusesAllElse(String mistake) throws Exception {
        Map<String, byte[]> mistaken = signed();
        switch (mistake) {
            case "unsigned" -> mistaken.remove("model.sig");
            case "flipped" -> flip(mistaken, "add.onnx");
            case "flipped-notes" -> flip(mistaken, "notes/README.md");
            case "missing" -> mistaken.remove("notes/README.md");
            case "extra" -> mistaken.put("more.onnx", files.get("add.onnx"));
            default ->
                mistaken.put("model.sig", SignatureMaker.ofCurve("secp384r1").signature(files));
        }
        repository.files("v1", mistaken);
        try (ModelRepository models = open(properties("v1"))) {
            assertThatExceptionOfType(ModelSignatureException.class)
                    .isThrownBy(models::fetchAtStart)
                    .withMessageContaining("does not count");
        }
    }

    private static void flip(Map<String, byte[]> files, String path) {
        byte[] other = files.get(path).clone();
        other[other.length / 2] ^= 1;
        files.put(path, other);
    }

    @Test
    void leavesASignatureAsideWhereNoneIsNeeded() throws Exception {
        Map<String, byte[]> signed = signed();
        flip(signed, "add.onnx");
        signed.put("add.onnx", files.get("add.onnx"));
        signed.put("extra", new byte[1]);
        repository.files("v1", signed);
        Map<String, String> properties = properties("v1");
        properties.remove("etiqueta.models.signature.public-key");
        try (ModelRepository models = open(properties);
                Release release = models.fetchAtStart()) {
            assertThat(release.revision().signers().models()).isNull();
            Map<String, Model> loaded = ModelLoader.load(release);
            assertThat(loaded).containsOnlyKeys("add");
            loaded.values().forEach(Model::close);
        }
    }

    @Test
    void opensNothingWithAKeyThatIsNone() throws Exception {
        repository.files("v1", signed());
        Files.writeString(key, "nothing");

        assertThatExceptionOfType(ModelSignatureException.class)
                .isThrownBy(() -> open(properties("v1")))
                .withMessageContaining("etiqueta.models.signature.public-key");
    }

    @Test
    void takesEitherAKeyOrCertificates() {
        Map<String, String> both = properties("v1");
        both.put("etiqueta.models.signature.certificates", key.toString());
        Map<String, String> subjects = properties("v1");
        subjects.put("etiqueta.models.signature.subjects", "CN=ci");

        assertThatExceptionOfType(BindException.class).isThrownBy(() -> open(both));
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> open(subjects));
    }
}
