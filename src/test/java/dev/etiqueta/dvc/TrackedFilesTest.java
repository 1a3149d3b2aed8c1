package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TrackedFilesTest {

    private final AtomicReference<byte[]> stored = new AtomicReference<>(new byte[] {1});

    /** DVC's MD5 may not tell two contents apart, so that it is not enough to have checked a file once. */
    @Test
    void checksAFileWheneverItIsRead() {
        TrackedFile file = new TrackedFile("a", new Digest("0".repeat(32)), false, limit -> stored.get());
        TrackedFiles checked = new TrackedFiles(new Digest("1".repeat(32)), List.of(file), () -> {})
                .checked(List.of("a"), (path, content) -> {
                    if (content[0] != 1) {
                        throw new IllegalStateException(path);
                    }
                });
        TrackedFile first = checked.files().getFirst();
        assertThat(first.content()).containsExactly(1);

        stored.set(new byte[] {2});

        assertThatIllegalStateException().isThrownBy(first::content).withMessage("a");
    }
}
