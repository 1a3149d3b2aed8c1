package dev.etiqueta.feedback;

import static dev.etiqueta.feedback.Predictions.CATS;
import static dev.etiqueta.feedback.Predictions.cats;
import static dev.etiqueta.feedback.Predictions.ofMany;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.feedback.FeedbackResult.Counted;
import dev.etiqueta.feedback.FeedbackResult.Doubled;
import dev.etiqueta.feedback.FeedbackResult.Expired;
import dev.etiqueta.feedback.FeedbackResult.NoSuchInstance;
import dev.etiqueta.feedback.FeedbackResult.OfAnotherModel;
import dev.etiqueta.feedback.FeedbackResult.Unknown;
import dev.etiqueta.feedback.FeedbackResult.UnknownLabel;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedbackServiceTest {

    private static final PredictionId TRACE = new PredictionId(0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L);

    /** Starts shortly before it overflows, as {@link System#nanoTime} may. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);

    private final Queue<Counted> observed = new ConcurrentLinkedQueue<>();
    private final FeedbackService service = service(1_000);

    private FeedbackService service(int capacity) {
        return new FeedbackService(
                new PredictionMemory(capacity, Duration.ofHours(1), clock::get),
                List.of((feedback, result) -> observed.add(result)));
    }

    @Test
    void countsARightAndAWrongPrediction() {
        PredictionId first = remember(cats(0.75));
        PredictionId second = remember(cats(0.75));

        assertThat(give(first, "cat")).isEqualTo(new Counted(CATS.id(), "cat", "cat", 0.75));
        assertThat(give(second, "no cat")).isEqualTo(new Counted(CATS.id(), "cat", "no cat", 0.25));
        assertThat(observed).extracting(Counted::right).containsExactly(true, false);
    }

    @Test
    void countsEachPredictionOnce() {
        PredictionId id = remember(cats(0.75));
        give(id, "cat");

        assertThat(give(id, "no cat")).isEqualTo(new Doubled());
        assertThat(observed).hasSize(1);
    }

    @Test
    void acceptsACorrectionOfALabelThatThereIsNot() {
        PredictionId id = remember(cats(0.75));

        assertThat(give(id, "dog")).isEqualTo(new UnknownLabel(List.of("no cat", "cat")));
        assertThat(give(id, "cat")).isInstanceOf(Counted.class);
    }

    @Test
    void tellsInstancesOfARequestApart() {
        PredictionId id = remember(cats(0.75, 0.125, 0.5));

        assertThat(give(id, 1, "no cat")).isEqualTo(new Counted(CATS.id(), "no cat", "no cat", 0.875));
        assertThat(give(id, 0, "cat")).isEqualTo(new Counted(CATS.id(), "cat", "cat", 0.75));
        assertThat(give(id, 1, "no cat")).isEqualTo(new Doubled());
        assertThat(give(id, "cat")).isEqualTo(new NoSuchInstance(3));
        assertThat(give(id, 3, "cat")).isEqualTo(new NoSuchInstance(3));
        assertThat(give(id, -1, "cat")).isEqualTo(new NoSuchInstance(3));
    }

    @Test
    void hearsSomebodyWhoIsKnownAfterAStrangerAndNotTheOtherWayRound() {
        PredictionId id = remember(cats(0.75));
        Feedback known = new Feedback(id, null, "no cat", true);

        assertThat(give(id, "cat")).isInstanceOf(Counted.class);
        assertThat(service.give("cats", known)).isEqualTo(new Counted(CATS.id(), "cat", "no cat", 0.25));
        assertThat(service.give("cats", known)).isEqualTo(new Doubled());
        assertThat(give(id, "cat")).isEqualTo(new Doubled());

        PredictionId other = remember(cats(0.75));
        assertThat(service.give("cats", new Feedback(other, null, "cat", true))).isInstanceOf(Counted.class);
        assertThat(give(other, "cat")).isEqualTo(new Doubled());
    }

    @Test
    void acceptsTheIndexOfAnInstanceThatWasAlone() {
        assertThat(give(remember(cats(0.75)), 0, "cat")).isInstanceOf(Counted.class);
        assertThat(give(remember(cats(0.75)), 1, "cat")).isEqualTo(new NoSuchInstance(1));
    }

    @Test
    void knowsNoOtherIds() {
        remember(cats(0.75));

        assertThat(give(TRACE, "cat")).isEqualTo(new Unknown());
        assertThat(give(TRACE, 5, "cat")).isEqualTo(new Unknown());
    }

    @Test
    void knowsAPredictionByItsModelOnly() {
        PredictionId id = remember(cats(0.75));

        assertThat(service.give("dogs", new Feedback(id, null, "cat", false))).isEqualTo(new OfAnotherModel("cats"));
        assertThat(give(id, "cat")).isInstanceOf(Counted.class);
    }

    @Test
    void forgetsWhenTheTimeIsOver() {
        PredictionId id = remember(cats(0.75, 0.75));

        clock.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(give(id, 0, "cat")).isInstanceOf(Counted.class);
        clock.addAndGet(1);
        assertThat(give(id, 1, "cat")).isEqualTo(new Expired());
    }

    @Test
    void takesTheTraceIdAndForTheSecondAnswerOfATraceAnother() {
        assertThat(service.remember(cats(0.75), TRACE)).isEqualTo(TRACE);
        PredictionId second = Objects.requireNonNull(service.remember(cats(0.25, 0.25), TRACE));

        assertThat(second).isNotEqualTo(TRACE);
        assertThat(give(TRACE, "cat")).isEqualTo(new Counted(CATS.id(), "cat", "cat", 0.75));
        assertThat(give(second, 0, "cat")).isEqualTo(new Counted(CATS.id(), "no cat", "cat", 0.25));
    }

    @Test
    void takesATraceIdAgainAfterItsTime() {
        service.remember(cats(0.75), TRACE);
        clock.addAndGet(Duration.ofHours(1).toNanos() + 1);

        assertThat(service.remember(cats(0.125), TRACE)).isEqualTo(TRACE);
        assertThat(give(TRACE, "no cat")).isEqualTo(new Counted(CATS.id(), "no cat", "no cat", 0.875));
    }

    @Test
    void forgetsTheOldestFirst() {
        FeedbackService small = service(3);
        List<PredictionId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(Objects.requireNonNull(small.remember(cats(0.75), null)));
        }

        assertThat(ids.stream().map(id -> small.give("cats", new Feedback(id, null, "cat", false))))
                .hasExactlyElementsOfTypes(Unknown.class, Unknown.class, Counted.class, Counted.class, Counted.class);
    }

    @Test
    void remembersTheLatestOfALargeRequest() {
        FeedbackService small = service(3);
        PredictionId id = Objects.requireNonNull(small.remember(cats(new double[10]), TRACE));

        assertThat(id).isEqualTo(TRACE);
        assertThat(small.give("cats", new Feedback(id, 6, "cat", false))).isEqualTo(new Unknown());
        assertThat(small.give("cats", new Feedback(id, 7, "cat", false))).isInstanceOf(Counted.class);
        assertThat(small.give("cats", new Feedback(id, null, "cat", false))).isEqualTo(new Unknown());
    }

    @Test
    void remembersNearlyAsManyAsItSays() {
        FeedbackService large = service(100_000);
        List<PredictionId> ids = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            ids.add(Objects.requireNonNull(large.remember(cats(0.75), new PredictionId(i / 1000, i + 1))));
        }

        List<FeedbackResult> results = ids.stream()
                .map(id -> large.give("cats", new Feedback(id, null, "cat", false)))
                .toList();
        assertThat(results).filteredOn(Counted.class::isInstance).hasSizeGreaterThan(95_000);
        assertThat(results.subList(25_000, 100_000)).hasOnlyElementsOfType(Counted.class);
    }

    @Test
    void keepsOtherPredictionsApartFromOneWithManyLabels() {
        FeedbackService small = service(5);
        PredictionId wide = Objects.requireNonNull(small.remember(ofMany(40), null));
        PredictionId cat = Objects.requireNonNull(small.remember(cats(0.75), null));

        assertThat(small.give("many", new Feedback(wide, null, "39", false)))
                .isInstanceOfSatisfying(Counted.class, counted -> assertThat(counted.probability())
                        .isEqualTo(0.025f));
        assertThat(small.give("cats", new Feedback(cat, null, "cat", false))).isInstanceOf(Counted.class);

        PredictionId next = Objects.requireNonNull(small.remember(ofMany(40), null));
        assertThat(small.give("many", new Feedback(wide, null, "39", false))).isEqualTo(new Unknown());
        assertThat(small.give("many", new Feedback(next, null, "39", false))).isInstanceOf(Counted.class);
        assertThat(small.remember(ofMany(81), null)).isNull();
    }

    @Test
    void remembersNothingOfAModelWithoutLabels() {
        assertThat(service.remember(
                        new Answer(
                                "plain", "v1", List.of(new Prediction.Raw(1)), Predictions.model("plain", "v1", null)),
                        TRACE))
                .isNull();
        assertThat(service.remember(cats(), TRACE)).isNull();
    }

    @Test
    void remembersNothingWhereItIsOff() {
        FeedbackService off = service(0);

        assertThat(off.isOff()).isTrue();
        assertThat(off.remember(cats(0.75), TRACE)).isNull();
        assertThat(off.give("cats", new Feedback(TRACE, null, "cat", false))).isEqualTo(new Unknown());
    }

    @Test
    void countsOnceHoweverManySayItAtOnce() throws Exception {
        FeedbackService large = service(100_000);
        Queue<PredictionId> ids = new ConcurrentLinkedQueue<>();
        List<Future<?>> tasks = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                tasks.add(threads.submit(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        PredictionId id =
                                Objects.requireNonNull(large.remember(cats(0.75, 0.25), new PredictionId(1, i + 1)));
                        ids.add(id);
                        large.give("cats", new Feedback(id, 0, "cat", false));
                        ids.forEach(other -> {
                            if (other.low() % 50 == 0) {
                                large.give("cats", new Feedback(other, 1, "cat", false));
                            }
                        });
                    }
                }));
            }
        }
        for (Future<?> task : tasks) {
            task.get();
        }
        ids.forEach(id -> large.give("cats", new Feedback(id, 1, "cat", false)));

        assertThat(ids).hasSize(8_000).doesNotHaveDuplicates();
        assertThat(observed).hasSize(16_000);
        assertThat(observed).filteredOn(Counted::right).hasSize(8_000);
        assertThat(observed).filteredOn(counted -> !counted.right()).allMatch(counted -> counted.probability() == 0.25);
    }

    private PredictionId remember(Answer answer) {
        return Objects.requireNonNull(service.remember(answer, null));
    }

    private FeedbackResult give(PredictionId id, String label) {
        return give(id, null, label);
    }

    private FeedbackResult give(PredictionId id, @Nullable Integer index, String label) {
        return service.give("cats", new Feedback(id, index, label, false));
    }
}
