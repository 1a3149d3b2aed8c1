package dev.etiqueta.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PackParser;

/** A bare git repository in a folder: what makes a folder one, without the locks that JGit's own making of it takes. */
final class BareFolder {

    static final String PACKS = "objects/pack";

    /** Stat is not trusted, as another process may add packs within the same tick of the clock. */
    private static final String CONFIG = """
            [core]
            	repositoryformatversion = 0
            	bare = true
            	trustStat = never
            [gc]
            	auto = 0
            	autoPackLimit = 0
            """;

    private BareFolder() {}

    /** Makes one, or adds what one lacks; several processes may do so at once. */
    static void create(Path folder) throws IOException {
        for (String below : List.of(PACKS, "objects/info", "refs/heads", "refs/tags")) {
            Files.createDirectories(folder.resolve(below));
        }
        write(folder.resolve("config"), CONFIG);
        write(folder.resolve("HEAD"), "ref: refs/heads/none\n");
    }

    private static void write(Path file, String content) throws IOException {
        if (!Files.exists(file)) {
            replace(file, content);
        }
    }

    /** Writes a small file so that a reader sees either the former or the new one, and never a part. */
    static void replace(Path file, String content) throws IOException {
        Path written = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            Files.writeString(written, content, StandardCharsets.UTF_8);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster, and writes the same.
        } finally {
            Files.deleteIfExists(written);
        }
    }

    static Repository open(Path folder) throws IOException {
        return new FileRepository(folder.toFile());
    }

    /**
     * Opens one that refuses objects from others that are too long, before it takes memory for them.
     *
     * @param objectBytes the longest one that is taken; 0 for any
     */
    static Repository open(Path folder, long objectBytes) throws IOException {
        return new FileRepository(folder.toFile()) {
            @Override
            public ObjectInserter newObjectInserter() {
                return new BoundedInserter(super.newObjectInserter(), objectBytes);
            }
        };
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static final class BoundedInserter extends ObjectInserter.Filter {

        private final ObjectInserter inserter;
        private final long objectBytes;

        BoundedInserter(ObjectInserter inserter, long objectBytes) {
            this.inserter = inserter;
            this.objectBytes = objectBytes;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public PackParser newPackParser(InputStream in) throws IOException {
            PackParser parser = super.newPackParser(in);
            parser.setMaxObjectSizeLimit(objectBytes);
            return parser;
        }
    }
}
