package dev.etiqueta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelServiceTest {

    private final List<String> observed = new ArrayList<>();
    private final Observer observer = new Observer();
    private final ModelService models = new ModelService(
            List.of(ModelFiles.load("slow"), ModelFiles.load("gather")), null, List.of(observer), List.of(observer));

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void answersWithNameAndVersion() {
        assertThat(ask("gather", Deadline.never(), "index", 1, 2))
                .isEqualTo(new Answer(
                        "gather",
                        "test",
                        List.of(new Prediction.Raw(1.5f), new Prediction.Raw(2.5f)),
                        models.info("gather")));
    }

    @Test
    void tellsItsObservers() {
        ask("gather", Deadline.after(Duration.ofMinutes(1)), "index", 1, 2);

        assertThat(observed)
                .containsExactly(
                        "opened gather", "opened slow", "gather queued", "gather predicted 2", "gather answered 2");
    }

    @Test
    void namesTheModelsThatThereAre() {
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> models.info("nope"))
                .withMessageContaining("gather, slow");
    }

    @Test
    void takesTheFirstByNameAsTheDefault() {
        assertThat(models.defaultModel()).isEqualTo("gather");
    }

    @Test
    void refusesADefaultThatIsNotServed() {
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> new ModelService(List.of(), "nope", List.of(), List.of()));
    }

    @Test
    void finishesARequestWithTheModelThatItBeganWith() {
        Answer answer = models.predict("gather", Deadline.never(), (asked, batch) -> {
            models.replace(List.of(ModelFiles.load("slow")));
            assertThat(observed).doesNotContain("closed gather");
            batch.inputs().get("index").add(2);
            batch.inputs().get("index").endInstance();
            batch.endInstance();
        });

        assertThat(answer.predictions()).singleElement().isEqualTo(new Prediction.Raw(2.5f));
        assertThat(observed).contains("closed gather").endsWith("closed slow");
        assertThat(models.models()).extracting(model -> model.id().name()).containsExactly("slow");
    }

    @Test
    void goesOnServingWhereTheOthersLackTheDefault() {
        try (ModelService wanting =
                        new ModelService(List.of(ModelFiles.load("gather")), "gather", List.of(), List.of());
                Model slow = ModelFiles.load("slow")) {
            assertThatExceptionOfType(UnknownModelException.class).isThrownBy(() -> wanting.replace(List.of(slow)));
            assertThat(wanting.defaultModel()).isEqualTo("gather");
        }
    }

    @Test
    void refusesRequestsOnceItIsClosed() {
        models.close();

        assertThatIllegalStateException().isThrownBy(() -> ask("gather", Deadline.never(), "index", 1));
    }

    @Test
    void stopsARunThatTakesTooLong() {
        // So many steps take a minute or more.
        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> ask("slow", Deadline.after(Duration.ofMillis(100)), "steps", 100_000_000))
                .withMessageContaining("100 ms");

        assertThat(ask("slow", Deadline.after(Duration.ofMinutes(1)), "steps", 10)
                        .predictions())
                .hasSize(1);
    }

    @Test
    void givesThePlaceOfAFailedRunBack() {
        for (int i = 0; i <= 8 * Runtime.getRuntime().availableProcessors(); i++) {
            assertThatExceptionOfType(InstanceException.class)
                    .isThrownBy(() -> ask("gather", Deadline.after(Duration.ofMinutes(1)), "index", 1_000));
        }
        assertThat(ask("gather", Deadline.after(Duration.ofMinutes(1)), "index", 1)
                        .predictions())
                .hasSize(1);
    }

    @Test
    void doesNotStartARunThatIsTooLate() {
        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> ask("gather", Deadline.after(Duration.ZERO), "index", 1));
        assertThat(observed).doesNotContain("gather predicted 1");
    }

    private Answer ask(String model, Deadline deadline, String input, long... values) {
        return models.predict(model, deadline, (asked, batch) -> {
            for (long value : values) {
                batch.inputs().get(input).add(value);
                batch.inputs().get(input).endInstance();
                batch.endInstance();
            }
        });
    }

    private final class Observer implements ModelObserver, PredictionObserver {

        @Override
        public void opened(ModelInfo model) {
            observed.add("opened " + model.id().name());
        }

        @Override
        public void closed(ModelInfo model) {
            observed.add("closed " + model.id().name());
        }

        @Override
        public void queued(ModelId model, long nanoseconds) {
            observed.add(model.name() + " queued");
        }

        @Override
        public void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds) {
            observed.add("%s predicted %d".formatted(model.name(), predictions.size()));
        }

        @Override
        public void answered(ModelId model, Batch batch) {
            observed.add("%s answered %d".formatted(model.name(), batch.size()));
        }
    }
}
