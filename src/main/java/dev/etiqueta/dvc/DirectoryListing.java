package dev.etiqueta.dvc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a tracked directory.
 *
 * @param files the digests of the contents by relative path with {@code /}, in the order of the listing
 */
record DirectoryListing(Map<String, Digest> files) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Parses the content of a {@code .dir} object.
     *
     * @throws DvcException if it is damaged, or names a path that does not lie below the directory: DVC itself does
     *     not check that
     */
    static DirectoryListing parse(byte[] content) {
        Map<String, Digest> files = new LinkedHashMap<>();
        try {
            JsonNode entries = JSON.readTree(content);
            if (!entries.isArray()) {
                throw new IllegalArgumentException("it is no array");
            }
            for (JsonNode entry : entries) {
                String path = ProjectPath.requireBelow(entry.path("relpath").asString(""));
                if (files.put(path, new Digest(entry.path("md5").asString(""))) != null) {
                    throw new IllegalArgumentException("it lists '%s' twice".formatted(Names.shown(path)));
                }
            }
            requireNoFileIsAFolder(files.keySet());
        } catch (JacksonException e) {
            throw damaged(e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
        return new DirectoryListing(files);
    }

    private static void requireNoFileIsAFolder(Set<String> paths) {
        for (String path : paths) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                if (paths.contains(path.substring(0, slash))) {
                    throw new IllegalArgumentException(
                            "it lists '%s' as a file and as a folder".formatted(Names.shown(path.substring(0, slash))));
                }
            }
        }
    }

    private static DvcException damaged(String why, Exception cause) {
        return new DvcException(
                "the listing of the tracked directory makes no sense: " + why,
                "Add the directory again with `dvc add`, then `dvc push`.",
                cause);
    }
}
