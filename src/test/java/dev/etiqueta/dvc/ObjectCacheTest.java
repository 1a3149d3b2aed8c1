package dev.etiqueta.dvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCacheTest {

    @TempDir
    private Path folder;

    private ObjectCache cache;

    @BeforeEach
    void open() {
        cache = new ObjectCache(folder, 30);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void keepsAnObjectWhereDvcWould() throws IOException {
        ObjectId id = store("hello\n");

        Path file = folder.resolve("files/md5/b1/946ac92492d2347c6235b4d2611184");
        assertThat(file).hasContent("hello\n");
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.OTHERS_READ);
        assertThat(cache.read(request(id)))
                .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("hello\n"));
    }

    @Test
    void throwsAwayWhatHasGoneBad() throws IOException {
        ObjectId id = store("hello\n");
        Path file = folder.resolve(id.paths().getFirst());
        Files.delete(file);
        Files.writeString(file, "jello\n");

        assertThat(cache.read(request(id))).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesNothingOfWhatDoesNotArrive() {
        ObjectId id = id("hello\n");

        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> cache.store(id, verifying(id, "jello\n")));
        assertThat(files()).isEmpty();
        assertThat(cache.holds(id)).isFalse();
    }

    @Test
    void evictsWhatHasNotBeenUsedForLongest() throws IOException {
        ObjectId first = storeAt("first.....", Instant.EPOCH.plusSeconds(1));
        ObjectId second = storeAt("second....", Instant.EPOCH.plusSeconds(2));
        ObjectId third = storeAt("third.....", Instant.EPOCH.plusSeconds(3));
        assertThat(cache.read(request(first))).isPresent();

        ObjectId fourth = store("fourth....");

        assertThat(cache.holds(second)).isFalse();
        assertThat(List.of(first, third, fourth)).allMatch(cache::holds);
    }

    @Test
    void neverEvictsWhatIsInUse() throws IOException {
        ObjectId served = storeAt("served....", Instant.EPOCH);
        ObjectCache.Use use = cache.use(Set.of(served));
        storeAt("second....", Instant.EPOCH.plusSeconds(2));
        storeAt("third.....", Instant.EPOCH.plusSeconds(3));
        store("fourth....");
        assertThat(cache.holds(served)).isTrue();

        use.close();
        store("fifth.....");
        assertThat(cache.holds(served)).isFalse();
    }

    @Test
    void neverEvictsWhatAnotherCacheOfTheSameFolderUses() throws IOException {
        try (ObjectCache other = new ObjectCache(folder, 30)) {
            ObjectId served = storeAt("served....", Instant.EPOCH);
            other.use(Set.of(served));
            storeAt("second....", Instant.EPOCH.plusSeconds(2));
            storeAt("third.....", Instant.EPOCH.plusSeconds(3));
            store("fourth....");
            assertThat(cache.holds(served)).isTrue();
        }
        cache.close();
        assertThat(folder.resolve("in-use")).isEmptyDirectory();
    }

    @Test
    void forgetsWhatAProcessUsedThatIsNoMore() throws IOException {
        ObjectId served = storeAt("served....", Instant.EPOCH);
        Path lists = Files.createDirectories(folder.resolve("in-use"));
        Files.writeString(lists.resolve("ended"), served.paths().getFirst() + "\n");
        Files.createFile(lists.resolve("ended.lock"));
        storeAt("second....", Instant.EPOCH.plusSeconds(2));
        storeAt("third.....", Instant.EPOCH.plusSeconds(3));
        store("fourth....");

        assertThat(cache.holds(served)).isFalse();
        cache.close();
        assertThat(lists).isEmptyDirectory();
    }

    @Test
    void tidiesUpAfterDownloadsThatBrokeOff() throws IOException {
        store("hello\n");
        Path old = Files.createFile(folder.resolve("files/md5/b1/.old.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path fresh = Files.createFile(folder.resolve("files/md5/b1/.fresh.tmp"));

        store("another");

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void sweepsWhatDeadProcessesLeaveAndNothingOfItsOwn() throws IOException {
        store("hello\n");
        Path own = Files.createFile(folder.resolve("files/md5/b1").resolve(new ObjectsInUse(folder).temporaryName()));
        Path dead = Files.createFile(
                folder.resolve("files/md5/b1/.%s-%s.tmp".formatted(UUID.randomUUID(), UUID.randomUUID())));

        cache.sweep();

        assertThat(own).exists();
        assertThat(dead).doesNotExist();
    }

    @Test
    void storesTheSameObjectFromManyThreads() throws Exception {
        ObjectId id = id("hello\n");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> stored = IntStream.range(0, 64)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        cache.store(id, verifying(id, "hello\n"));
                        return cache.read(request(id)).orElseThrow();
                    }))
                    .toList();
            for (Future<?> result : stored) {
                assertThat((byte[]) result.get()).asString().isEqualTo("hello\n");
            }
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws IOException {
        // A file where the folder should be: what nobody may write, root may.
        ObjectCache impossible = new ObjectCache(Files.createFile(folder.resolve("file")), 30);
        ObjectId id = id("hello\n");

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> impossible.store(id, verifying(id, "hello\n")))
                .satisfies(e -> assertThat(e.action()).contains("etiqueta.cache.dir"));
    }

    private ObjectId storeAt(String content, Instant used) throws IOException {
        ObjectId id = store(content);
        Files.setLastModifiedTime(folder.resolve(id.paths().getFirst()), FileTime.from(used));
        return id;
    }

    private ObjectId store(String content) throws IOException {
        ObjectId id = id(content);
        cache.store(id, verifying(id, content));
        return id;
    }

    private static InputStream verifying(ObjectId id, String content) {
        return new VerifyingInputStream(
                new ByteArrayInputStream(content.getBytes(UTF_8)),
                id,
                Long.MAX_VALUE,
                new TimeLimit(Duration.ofMinutes(1)));
    }

    private static ObjectId id(String content) {
        MessageDigest hash = Digest.newHash();
        hash.update(content.getBytes(UTF_8));
        return new ObjectId(Digest.of(hash), false, HashRule.MD5);
    }

    private static ObjectRequest request(ObjectId id) {
        return new ObjectRequest(id, "file", Long.MAX_VALUE, new TimeLimit(Duration.ofMinutes(1)));
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(folder.resolve("in-use")))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
