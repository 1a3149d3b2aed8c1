package dev.etiqueta.git;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What revisions meant when their files were last read: a small file for each, in the folder of the store. */
final class Memory {

    private static final Logger log = LoggerFactory.getLogger(Memory.class);

    private static final String COMMIT = "commit";
    private static final String TAG = "tag";
    private static final String TAG_OBJECT = "tag.object";
    private static final String TAG_ASKED = "tag.asked";
    private static final String URL = "url";
    private static final String PATH = "path.";
    private static final long LONGEST = 1 << 20;

    private final Path folder;
    private final String url;

    Memory(Path store, String url) {
        this.folder = store.resolve("remembered");
        this.url = url;
    }

    /**
     * What is remembered of a revision.
     *
     * @param paths the files that were read of the commit
     */
    record Entry(Commit commit, Set<String> paths) {

        Entry {
            paths = Set.copyOf(paths);
        }
    }

    /** @param revision null for the remote's HEAD */
    Optional<Entry> recall(@Nullable String revision) {
        Path file = file(revision);
        try {
            if (Files.size(file) > LONGEST) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return entry(properties);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Store.unusable(folder, e);
        } catch (IllegalArgumentException e) {
            // Damaged, which is as good as forgotten: the next read writes it anew.
            return Optional.empty();
        }
    }

    private Optional<Entry> entry(Properties properties) {
        String commit = properties.getProperty(COMMIT);
        if (commit == null || !url.equals(properties.getProperty(URL))) {
            return Optional.empty();
        }
        Set<String> paths = new TreeSet<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(PATH)) {
                paths.add(properties.getProperty(key));
            }
        }
        return Optional.of(new Entry(
                new Commit(
                        commit,
                        properties.getProperty(TAG),
                        properties.getProperty(TAG_OBJECT),
                        Boolean.parseBoolean(properties.getProperty(TAG_ASKED))),
                paths));
    }

    void remember(@Nullable String revision, Entry entry) {
        Properties properties = new Properties();
        properties.setProperty(URL, url);
        properties.setProperty(COMMIT, entry.commit().id());
        if (entry.commit().tag() != null) {
            properties.setProperty(TAG, entry.commit().tag());
            properties.setProperty(TAG_ASKED, Boolean.toString(entry.commit().tagAsked()));
        }
        if (entry.commit().tagObject() != null) {
            properties.setProperty(TAG_OBJECT, entry.commit().tagObject());
        }
        for (String path : entry.paths()) {
            properties.setProperty(PATH + properties.size(), path);
        }
        try {
            StringWriter text = new StringWriter();
            properties.store(text, null);
            Files.createDirectories(folder);
            BareFolder.replace(file(revision), text.toString());
        } catch (IOException e) {
            // A folder that an image brings along may not be written, and holds all there is to read.
            log.debug("{} cannot be written: {}", folder, e.toString());
        }
    }

    /** The name is a hash, as a revision may have any characters. */
    private Path file(@Nullable String revision) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(revision == null ? "" : revision).getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash) + ".properties");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
