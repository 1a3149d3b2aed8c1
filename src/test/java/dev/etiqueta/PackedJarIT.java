package dev.etiqueta;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar says of itself, and what is in it. */
class PackedJarIT {

    private static final Path JAR = Path.of("target", "etiqueta.jar");

    /** Spring Boot's plugin packs it, and it is on no class path: it unpacks the jar for an image. */
    private static final String TOOLS = "spring-boot-jarmode-tools-";

    @Test
    void listsEachLibraryByItsDigest() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var listed = digests(components(jar));

            assertThat(libraries(jar)).isNotEmpty().allSatisfy((library, digest) -> assertThat(listed)
                    .containsKey(digest));
        }
    }

    @Test
    void listsNothingButItsLibrariesAndSpringsStarters() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var listed = digests(components(jar));
            listed.keySet().removeAll(libraries(jar).values());

            // A starter is an empty jar, which stands for its dependencies.
            assertThat(listed.values()).allMatch(name -> name.startsWith("spring-boot-starter"));
        }
    }

    @Test
    void saysUnderWhichLicenceEachLibraryIs() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            var notice = text(jar, "META-INF/THIRD-PARTY.txt");

            assertThat(components(jar)).allSatisfy(component -> {
                assertThat(component.path("licenses").values()).isNotEmpty();
                assertThat(notice).contains(coordinates(component));
            });
        }
    }

    @Test
    void isUnderTheApacheLicence() throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
        }
    }

    private static Iterable<JsonNode> components(JarFile jar) throws IOException {
        var location = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
        return JsonMapper.shared()
                .readTree(text(jar, location))
                .path("components")
                .values();
    }

    private static String coordinates(JsonNode component) {
        return "(" + component.path("group").asString() + ":"
                + component.path("name").asString() + ":"
                + component.path("version").asString() + " ";
    }

    private static Map<String, String> digests(Iterable<JsonNode> components) {
        var names = new TreeMap<String, String>();
        for (var component : components) {
            var digests = component.path("hashes").values().stream()
                    .filter(hash -> hash.path("alg").asString().equals("SHA-256"))
                    .map(hash -> hash.path("content").asString())
                    .collect(toSet());
            assertThat(digests).as(coordinates(component)).hasSize(1);
            names.put(digests.iterator().next(), component.path("name").asString());
        }
        return names;
    }

    private static Map<String, String> libraries(JarFile jar) {
        return jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar") && !name.contains(TOOLS))
                .collect(toMap(name -> name, name -> sha256(jar, name)));
    }

    private static String sha256(JarFile jar, String name) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(jar, name)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(name, e);
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(bytes(jar, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        var entry = jar.getJarEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
