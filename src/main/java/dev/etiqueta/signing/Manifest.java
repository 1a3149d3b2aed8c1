package dev.etiqueta.signing;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The files that were signed, as a whole or in shards, sections 5 and 6. */
final class Manifest {

    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://model_signing/signature/v1.0";
    private static final Pattern SHARD =
            Pattern.compile("(?<path>.+):(?<from>\\d{1,18}):(?<to>\\d{1,18})", Pattern.DOTALL);

    private final FileHash hash;
    private final long shardSize;
    private final Set<String> ignored;
    private final Map<String, List<Part>> parts = new HashMap<>();

    /**
     * A part of a file.
     *
     * @param from its first byte
     * @param to the byte behind its last one; negative for the end of the file
     * @param digest in lower-case hexadecimal digits
     */
    record Part(long from, long to, String digest) {}

    private Manifest(FileHash hash, long shardSize, Set<String> ignored) {
        this.hash = hash;
        this.shardSize = shardSize;
        this.ignored = ignored;
    }

    /** @throws ModelSignatureException if it is no statement about the files of a model */
    static Manifest parse(byte[] payload) {
        try {
            JsonNode statement = SignatureBundle.JSON.readTree(payload);
            require(SignatureBundle.text(statement, "_type").equals(STATEMENT), "what it signs is not a " + STATEMENT);
            require(
                    SignatureBundle.text(statement, "predicateType").equals(PREDICATE),
                    "what it signs is not a " + PREDICATE);
            JsonNode predicate = statement.path("predicate");
            JsonNode resources = predicate.path("resources");
            require(resources.isArray() && !resources.isEmpty(), "it signs no file");
            Manifest manifest = of(predicate.path("serialization"));
            manifest.read(resources);
            require(
                    statement.path("subject").size() == 1
                            && rootDigest(resources)
                                    .equals(statement
                                            .path("subject")
                                            .path(0)
                                            .path("digest")
                                            .path("sha256")
                                            .asString("")),
                    "the digest of its subject is not that of its files");
            return manifest;
        } catch (JacksonException e) {
            throw new ModelSignatureException("what it signs is no JSON", e);
        }
    }

    private static Manifest of(JsonNode serialization) {
        String method = SignatureBundle.text(serialization, "method");
        require(method.equals("files") || method.equals("shards"), "its files are listed by '%s'".formatted(method));
        JsonNode size = serialization.path("shard_size");
        boolean sharded = method.equals("shards");
        require(
                sharded
                        ? size.isNumber() && size.asDouble() == size.asLong() && size.asLong() > 0
                        : size.isMissingNode(),
                "its shard_size does not fit its method");
        Set<String> ignored = new TreeSet<>();
        for (JsonNode path : serialization.path("ignore_paths")) {
            ignored.add(path(path.asString("")));
        }
        return new Manifest(
                FileHash.of(SignatureBundle.text(serialization, "hash_type")), sharded ? size.asLong() : 0, ignored);
    }

    private void read(JsonNode resources) {
        @Nullable String before = null;
        for (JsonNode resource : resources) {
            String name = SignatureBundle.text(resource, "name");
            require(before == null || compare(before, name) < 0, "its files are not in order, or listed twice");
            before = name;
            require(
                    FileHash.of(SignatureBundle.text(resource, "algorithm")) == hash,
                    "%s has another algorithm than hash_type".formatted(name));
            add(name, SignatureBundle.text(resource, "digest"));
        }
        parts.forEach(this::requireGapless);
    }

    /** By code points, section 5.2.1. */
    private static int compare(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    private void add(String name, String digest) {
        if (shardSize == 0) {
            parts.put(path(name), List.of(new Part(0, -1, digest)));
            return;
        }
        Matcher shard = SHARD.matcher(name);
        require(shard.matches(), "'%s' does not name a part of a file".formatted(name));
        parts.computeIfAbsent(path(shard.group("path")), path -> new ArrayList<>())
                .add(new Part(Long.parseLong(shard.group("from")), Long.parseLong(shard.group("to")), digest));
    }

    private void requireGapless(String path, List<Part> shards) {
        if (shardSize == 0) {
            return;
        }
        List<Part> sorted =
                shards.stream().sorted(Comparator.comparingLong(Part::from)).toList();
        long end = 0;
        for (int i = 0; i < sorted.size(); i++) {
            Part part = sorted.get(i);
            long length = part.to() - part.from();
            boolean last = i == sorted.size() - 1;
            require(
                    part.from() == end && length > 0 && (last ? length <= shardSize : length == shardSize),
                    "the parts of %s do not make a whole".formatted(path));
            end = part.to();
        }
    }

    private static String path(String path) {
        boolean sound = !path.isEmpty()
                && !path.contains("\\")
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
        require(sound, "it names a path that leads elsewhere");
        return path;
    }

    /** Section 6.5.1. */
    private static String rootDigest(JsonNode resources) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (JsonNode resource : resources) {
                all.writeBytes(HexFormat.of().parseHex(resource.path("digest").asString("")));
            }
        } catch (IllegalArgumentException e) {
            throw new ModelSignatureException("a digest is not in hexadecimal digits", e);
        }
        return FileHash.SHA256.hex(all.toByteArray());
    }

    Set<String> paths() {
        return parts.keySet();
    }

    boolean ignores(String path) {
        return ignored.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    void check(String path, byte[] content) {
        List<Part> expected = parts.getOrDefault(path, List.of());
        // Nor an empty file beside shards, which section 6.3.2 leaves out: nothing says whether it was there.
        require(!expected.isEmpty(), "nobody has signed %s".formatted(path));
        long end = 0;
        for (Part part : expected) {
            long to = part.to() < 0 ? content.length : part.to();
            boolean same = to <= content.length
                    && MessageDigest.isEqual(
                            hash.digest(content, Math.toIntExact(part.from()), Math.toIntExact(to)),
                            HexFormat.of().parseHex(part.digest()));
            require(same, "%s is not the file that was signed".formatted(path));
            end = Math.max(end, to);
        }
        require(end == content.length, "%s is longer than the file that was signed".formatted(path));
    }

    private static void require(boolean condition, String otherwise) {
        SignatureBundle.require(condition, otherwise);
    }
}
