package dev.etiqueta;

import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A git repository that has models at its tags, and the DVC remote with their objects. */
public final class TaggedModels {

    private final Path project;

    /** @param project where it will be */
    public TaggedModels(Path project) throws IOException, GitAPIException {
        this.project = Files.createDirectories(project);
        Git.init().setDirectory(project.toFile()).call().close();
        Files.writeString(project.resolve(".gitignore"), "/store\n");
    }

    public Path repository() {
        return project;
    }

    public Path store() {
        return project.resolve("store");
    }

    /** Tags the models of this very repository, as far as their names begin so. */
    public TaggedModels packed(String tag, String prefix) throws IOException, GitAPIException {
        DvcProjectFixture files = new DvcProjectFixture(project);
        for (TrackedFile file : new PackedProject(TaggedModels.class.getClassLoader(), "dvc")
                .read("models.dvc")
                .files()) {
            if (file.path().startsWith(prefix)) {
                files.file(file.path(), file.content());
            }
        }
        files.write();
        return tag(tag);
    }

    /** Tags a single model without a card. */
    public TaggedModels resource(String tag, String name) throws IOException, GitAPIException {
        try (InputStream in = TaggedModels.class.getResourceAsStream("/" + name)) {
            new DvcProjectFixture(project)
                    .file(name.substring(name.lastIndexOf('/') + 1), in.readAllBytes())
                    .write();
        }
        return tag(tag);
    }

    /** Tags these files. */
    public TaggedModels files(String tag, Map<String, byte[]> contents) throws IOException, GitAPIException {
        DvcProjectFixture files = new DvcProjectFixture(project);
        contents.forEach(files::file);
        files.write();
        return tag(tag);
    }

    /** Tags what stands in a models.dvc. */
    TaggedModels written(String tag, String models) throws IOException, GitAPIException {
        Files.writeString(project.resolve("models.dvc"), models);
        return tag(tag);
    }

    private TaggedModels tag(String tag) throws IOException, GitAPIException {
        try (Git git = Git.open(project.toFile())) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage(tag)
                    .setAuthor("A", "a@example.com")
                    .setCommitter("A", "a@example.com")
                    .setSign(false)
                    .call();
            git.tag().setName(tag).setAnnotated(false).call();
        }
        return this;
    }
}
