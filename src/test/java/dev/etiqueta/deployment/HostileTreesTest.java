package dev.etiqueta.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.failure.ActionableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Commits that no git makes, and that it takes all the same when they are pushed. */
@Timeout(30)
class HostileTreesTest {

    private static final String OUTPUT = "outs:\n- md5: b1946ac92492d2347c6235b4d2611184%s\n  path: models\n%s";
    private static final String CONFIG = "[core]\n    remote = s\n['remote \"s\"']\n    url = store\n";

    @TempDir
    private Path folder;

    private Repository repository;
    private ObjectInserter objects;

    @BeforeEach
    void create() throws IOException {
        repository = new FileRepository(folder.resolve("repository.git").toFile());
        repository.create(true);
        objects = repository.newObjectInserter();
    }

    @AfterEach
    void close() {
        objects.close();
        repository.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../..", ".", "a\\..\\b", "a\nb"})
    void pullsNoFileOutOfTheFolder(String name) throws IOException {
        TreeFormatter models = new TreeFormatter();
        models.append("a.txt", FileMode.REGULAR_FILE, blob("a"));
        models.append(bytes(name), FileMode.TREE, tree("evil", FileMode.REGULAR_FILE, blob("evil")));
        TreeFormatter root = project(OUTPUT.formatted("", "  cache: false\n"));
        root.append("evil", FileMode.REGULAR_FILE, blob("evil"));
        root.append("models", FileMode.TREE, objects.insert(models));
        commit(root);

        assertThatExceptionOfType(ActionableException.class).isThrownBy(() -> {
            try (ModelRepository opened = open()) {
                opened.fetch(null).files().writeTo(folder.resolve("a/b/c/out"));
            }
        });
        assertThat(folder).isDirectoryNotContaining("glob:**/evil*");
        assertThat(folder.resolve("a/b/c/out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models.dvc", "models", "other.dvc"})
    void walksNoTreeThatMultipliesItself(String path) throws IOException {
        ObjectId level = tree("leaf", FileMode.REGULAR_FILE, blob("x"));
        for (int depth = 0; depth < 12; depth++) {
            TreeFormatter next = new TreeFormatter();
            for (int i = 0; i < 10; i++) {
                next.append("d" + i, FileMode.TREE, level);
            }
            level = objects.insert(next);
        }
        TreeFormatter root = project(OUTPUT.formatted(".dir", ""));
        root.append("a", FileMode.TREE, level);
        commit(root);

        assertRefused(path);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 5_000})
    void walksNoTreeThatIsTooDeep(int levels) throws IOException {
        ObjectId level = tree("leaf", FileMode.REGULAR_FILE, blob("x"));
        for (int depth = 0; depth < levels; depth++) {
            level = tree("d", FileMode.TREE, level);
        }
        TreeFormatter root = project(OUTPUT.formatted(".dir", ""));
        root.append("a", FileMode.TREE, level);
        commit(root);

        assertRefused("models.dvc");
    }

    @Test
    void followsNoLinkThatIsLongerThanAnyPath() throws IOException {
        TreeFormatter root = new TreeFormatter();
        root.append(".dvc", FileMode.TREE, tree("config", FileMode.REGULAR_FILE, blob(CONFIG)));
        root.append("models.dvc", FileMode.SYMLINK, blob("./".repeat(8_000_000) + "other.dvc"));
        commit(root);

        assertRefused("models.dvc");
    }

    @Test
    void searchesNoMegabytesOfFilesForAnOutput() throws IOException {
        ObjectId large = blob(OUTPUT.formatted(".dir", "").replace("path: models", "path: others") + "x: ["
                + "a,".repeat(90_000) + "]\n");
        TreeFormatter stages = new TreeFormatter();
        for (int i = 0; i < 900; i++) {
            stages.append("s%03d.dvc".formatted(i), FileMode.REGULAR_FILE, large);
        }
        TreeFormatter root = new TreeFormatter();
        root.append(".dvc", FileMode.TREE, tree("config", FileMode.REGULAR_FILE, blob(CONFIG)));
        root.append("stages", FileMode.TREE, objects.insert(stages));
        commit(root);

        assertRefused("models");
    }

    private void assertRefused(String path) throws IOException {
        try (ModelRepository opened = open("etiqueta.repository.path", path)) {
            assertThatExceptionOfType(ActionableException.class)
                    .isThrownBy(() -> opened.fetch(null))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
        }
    }

    private ModelRepository open(String... more) {
        Map<String, String> properties = new HashMap<>();
        properties.put(
                "etiqueta.repository.url", folder.resolve("repository.git").toString());
        properties.put("etiqueta.repository.revision", "v1");
        properties.put("etiqueta.cache.dir", folder.resolve("cache").toString());
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return RepositoryFactory.of(new Binder(new MapConfigurationPropertySource(properties)))
                .open();
    }

    private TreeFormatter project(String dvcFile) throws IOException {
        TreeFormatter root = new TreeFormatter();
        root.append(".dvc", FileMode.TREE, tree("config", FileMode.REGULAR_FILE, blob(CONFIG)));
        root.append("models.dvc", FileMode.REGULAR_FILE, blob(dvcFile));
        return root;
    }

    private ObjectId tree(String name, FileMode mode, ObjectId content) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        tree.append(bytes(name), mode, content);
        return objects.insert(tree);
    }

    private ObjectId blob(String content) throws IOException {
        return objects.insert(Constants.OBJ_BLOB, bytes(content));
    }

    private void commit(TreeFormatter root) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(objects.insert(root));
        commit.setAuthor(new PersonIdent("A", "a@example.com"));
        commit.setCommitter(commit.getAuthor());
        commit.setMessage("A pushed commit");
        RefUpdate tag = repository.updateRef("refs/tags/v1");
        tag.setNewObjectId(objects.insert(commit));
        objects.flush();
        tag.update();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
