package dev.etiqueta.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each form of a revision means. */
class RevisionsTest {

    @TempDir
    private Path folder;

    private GitFixture origin;
    private GitRepository repository;
    private String first;
    private String second;
    private String third;

    @BeforeEach
    void fill() throws IOException {
        origin = new GitFixture(folder.resolve("origin.git"));
        first = origin.file("models.dvc", "1").commit("trunk", "one");
        second = origin.file("models.dvc", "2").commit("trunk", "two");
        third = origin.file("models.dvc", "3").commit("feature/next", "three");
        origin.tag("v1", first).annotatedTag("v1.10", second, Constants.OBJ_COMMIT);
        repository = open();
    }

    private GitRepository open() {
        return GitRepository.open(
                new GitSettings(origin.path(), Credentials.NONE, folder.resolve("store"), Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() {
        repository.close();
        origin.close();
    }

    @Test
    void meansTheDefaultBranchWhereNothingIsAskedFor() {
        assertThat(repository.resolve(null)).extracting(Commit::id, Commit::tag).containsExactly(second, "v1.10");
        assertThat(repository.resolve(" ").shortId()).isEqualTo(second.substring(0, 7));
        assertThat(repository.resolve("HEAD").id()).isEqualTo(second);
    }

    @Test
    void followsAnnotatedTagsToTheirCommit() throws IOException {
        assertThat(repository.resolve("v1")).extracting(Commit::id, Commit::tag).containsExactly(first, "v1");
        assertThat(repository.resolve("v1.10"))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(second, "v1.10");
        assertThat(repository.resolve("refs/tags/v1.10"))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(second, "v1.10");

        String tag =
                origin.repository().exactRef("refs/tags/v1.10").getObjectId().name();
        origin.annotatedTag("approved", tag, Constants.OBJ_TAG);
        assertThat(repository.resolve("approved"))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(second, "approved");
    }

    @Test
    void findsBranchesAndNestedNames() throws IOException {
        origin.tag("digits@v2.0", third);

        assertThat(repository.resolve("trunk"))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(second, "v1.10");
        assertThat(repository.resolve("feature/next"))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(third, "digits@v2.0");
        assertThat(repository.resolve("refs/heads/feature/next").id()).isEqualTo(third);
        assertThat(repository.resolve("digits@v2.0"))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(third, "digits@v2.0");
    }

    @Test
    void prefersATagToABranchOfTheSameName() throws IOException {
        origin.ref("refs/heads/v1", third);

        assertThat(repository.resolve("v1")).extracting(Commit::id, Commit::tag).containsExactly(first, "v1");
        assertThat(repository.resolve("refs/heads/v1").id()).isEqualTo(third);
    }

    @Test
    void namesTheNewestTagOfACommit() throws IOException {
        origin.tag("v1.9", second).tag("nightly", second).tag("v1.10-rc.1", second);

        assertThat(repository.resolve("trunk").tag()).isEqualTo("v1.10");
        assertThat(repository.resolve("feature/next").tag()).isNull();
    }

    @Test
    void readsCommitsOfAnyLength() {
        assertThat(repository.resolve(first))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(first, "v1");
        assertThat(repository.resolve(first.toUpperCase(Locale.ROOT)).id()).isEqualTo(first);
        assertThat(repository.resolve(third.substring(0, 8)).id()).isEqualTo(third);
        assertThat(repository.resolve(second.substring(0, 39).toUpperCase(Locale.ROOT)))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(second, "v1.10");
    }

    @Test
    void findsAnAbbreviatedCommitInTheHistory() throws IOException {
        String fourth = origin.file("models.dvc", "4").commit("feature/next", "four");
        origin.commit("feature/next", "five");

        assertThat(repository.resolve(fourth.substring(0, 10)))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(fourth, null);
        assertThat(repository.tree(new Commit(fourth, null)).read("models.dvc")).hasValue(new byte[] {'4'});
    }

    @Test
    void refusesTheBeginningOfSeveralCommitsAndNamesThem() throws IOException {
        Map<String, String> commits = new HashMap<>();
        String beginning = null;
        String other = null;
        for (int i = 0; beginning == null; i++) {
            String commit = origin.commit("many", "commit " + i);
            other = commits.put(commit.substring(0, 4), commit);
            beginning = other == null ? null : commit.substring(0, 4);
        }
        origin.commit("many", "the last one");
        String ambiguous = beginning;

        assertThatExceptionOfType(UnknownRevisionException.class)
                .isThrownBy(() -> repository.resolve(ambiguous))
                .withMessageContaining("'%s' is the beginning of several commits", ambiguous)
                .withMessageContaining(commits.get(ambiguous))
                .withMessageContaining(other);
    }

    @Test
    void prefersANameOfHexadecimalDigitsToACommit() throws IOException {
        String digits = third.substring(0, 6);
        origin.tag(digits, first);

        assertThat(repository.resolve(digits))
                .extracting(Commit::id, Commit::tag)
                .containsExactly(first, digits);
    }

    @Test
    void takesTheNewestVersionThatMatchesAPattern() throws IOException {
        origin.tag("v1.9", third)
                .tag("digits@v3", third)
                .tag("digits@v12.0.1", first)
                .tag("vnext", third);

        assertThat(repository.resolve("v*")).extracting(Commit::id, Commit::tag).containsExactly(second, "v1.10");
        assertThat(repository.resolve("v1.?").tag()).isEqualTo("v1.9");
        assertThat(repository.resolve("digits@v[0-9]").tag()).isEqualTo("digits@v3");
        assertThat(repository.resolve("digits@*").tag()).isEqualTo("digits@v12.0.1");
    }

    @Test
    void saysThatNoVersionMatchesAPattern() throws IOException {
        origin.tag("vnext", third);

        assertThatExceptionOfType(UnknownRevisionException.class)
                .isThrownBy(() -> repository.resolve("vn*"))
                .withMessageContaining("no tag of " + origin.path() + " that matches 'vn*'")
                .withMessageContaining("v1.10, v1, vnext");
        assertThatExceptionOfType(UnknownRevisionException.class).isThrownBy(() -> repository.resolve("v[z-a]"));
    }

    @Test
    void listsSomeNamesWhereThereIsNoSuchRevision() throws IOException {
        for (int i = 0; i < 20; i++) {
            origin.tag("v2." + i, third);
        }

        assertThatExceptionOfType(UnknownRevisionException.class)
                .isThrownBy(() -> repository.resolve("v9"))
                .withMessageContaining(origin.path() + " has no tag and no branch 'v9'; it has v2.19, v2.18")
                .satisfies(e -> assertThat(e.known()).hasSize(10))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNKNOWN_REVISION))
                .satisfies(e -> assertThat(e.action()).contains("push it"));
        assertThatExceptionOfType(UnknownRevisionException.class)
                .isThrownBy(() -> repository.resolve("abcdef0123"))
                .withMessageContaining("no commit 'abcdef0123'");
    }

    @Test
    void refusesExpressionsAndNamesThatGitDoesNotHave() {
        for (String name : new String[] {"HEAD~1", "v1^{commit}", "a..b", "-x y", "line\nbreak", "v1:models.dvc"}) {
            assertThatExceptionOfType(UnknownRevisionException.class)
                    .as(name)
                    .isThrownBy(() -> repository.resolve(name))
                    .withMessageContaining("is no name of a tag or branch");
        }
    }

    @Test
    void refusesATagThatPointsAtNoCommit() throws IOException {
        origin.tag("blob", origin.insert(new byte[] {1}).name());

        assertThatExceptionOfType(GitException.class).isThrownBy(() -> repository.tree(repository.resolve("blob")));
    }

    @Test
    void saysThatThereIsNoSuchCommit() {
        Commit none = repository.resolve("ab".repeat(20));

        assertThatExceptionOfType(UnknownRevisionException.class)
                .isThrownBy(() -> repository.tree(none))
                .withMessageContaining("has no commit abab");
    }

    @Test
    void saysThatARepositoryIsEmpty() throws IOException {
        try (GitFixture empty = new GitFixture(folder.resolve("empty.git"));
                GitRepository repository = GitRepository.open(new GitSettings(
                        empty.path(), Credentials.NONE, folder.resolve("empty"), Duration.ofSeconds(5)))) {
            assertThatExceptionOfType(UnknownRevisionException.class)
                    .isThrownBy(() -> repository.resolve(null))
                    .withMessageContaining("has no default branch");
        }
    }
}
