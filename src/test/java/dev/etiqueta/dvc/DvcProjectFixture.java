package dev.etiqueta.dvc;

import dev.etiqueta.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A DVC project with a tracked directory and a remote in a folder, as {@code dvc add} and {@code dvc push} leave it. */
public final class DvcProjectFixture {

    private final Path root;
    private final Map<String, byte[]> files = new TreeMap<>();

    public DvcProjectFixture(Path root) {
        this.root = root;
    }

    /** Adds models of the test resources, by their names. */
    public DvcProjectFixture onnx(String... names) {
        for (String name : names) {
            file(name + ".onnx", ModelFiles.onnx(name));
        }
        return this;
    }

    public DvcProjectFixture file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** Writes {@code models.dvc} and the objects, and gives the path of the former. */
    public Path write() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            digests.put(file.getKey(), store(file.getValue(), ""));
        }
        String listing = digests.entrySet().stream()
                .map(file -> "{\"md5\": \"%s\", \"relpath\": \"%s\"}".formatted(file.getValue(), file.getKey()))
                .collect(Collectors.joining(", ", "[", "]"));
        String digest = store(listing.getBytes(java.nio.charset.StandardCharsets.UTF_8), ".dir");
        Files.createDirectories(root.resolve(".dvc"));
        Files.writeString(
                root.resolve(".dvc/config"), "[core]\n    remote = store\n['remote \"store\"']\n    url = ../store\n");
        return Files.writeString(
                root.resolve("models.dvc"),
                "outs:\n- md5: %s.dir\n  size: %d\n  nfiles: %d\n  hash: md5\n  path: models\n"
                        .formatted(
                                digest,
                                files.values().stream()
                                        .mapToInt(file -> file.length)
                                        .sum(),
                                files.size()));
    }

    /** Where the object of a file lies. */
    public Path object(String path) {
        return objectPath(md5(files.get(path)), "");
    }

    private String store(byte[] content, String suffix) throws IOException {
        String digest = md5(content);
        Path object = objectPath(digest, suffix);
        Files.createDirectories(object.getParent());
        Files.write(object, content);
        return digest;
    }

    private Path objectPath(String digest, String suffix) {
        return root.resolve("store/files/md5/%s/%s%s".formatted(digest.substring(0, 2), digest.substring(2), suffix));
    }

    private static String md5(byte[] content) {
        MessageDigest hash = Digest.newHash();
        hash.update(content);
        return Digest.of(hash).hex();
    }
}
