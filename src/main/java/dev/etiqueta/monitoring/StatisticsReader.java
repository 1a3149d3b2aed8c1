package dev.etiqueta.monitoring;

import dev.etiqueta.drift.Drift;
import dev.etiqueta.inference.InferenceStatistics.Total;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.monitoring.ModelStatistics.Distribution;
import dev.etiqueta.monitoring.ModelStatistics.FeatureDrift;
import dev.etiqueta.monitoring.ModelStatistics.FeedbackCounts;
import dev.etiqueta.monitoring.ModelStatistics.Requests;
import dev.etiqueta.monitoring.ModelStatistics.StageTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what the meters of one model hold, so that nothing is counted twice. */
final class StatisticsReader {

    private final PrometheusMeterRegistry registry;
    private final Tags tags;

    StatisticsReader(PrometheusMeterRegistry registry, ModelId model) {
        this.registry = registry;
        this.tags = Tags.of("model", model.name(), "version", model.version());
    }

    private Search find(String meter) {
        return registry.find(meter).tags(tags);
    }

    List<StageTime> stages() {
        return Arrays.stream(Stage.values())
                .map(stage -> new StageTime(
                        stage.label(),
                        Distributions.ofTimers(find(stage.timer()).timers())))
                .toList();
    }

    Map<String, Long> predictions(ModelCard card) {
        Map<String, Long> counts = new LinkedHashMap<>();
        card.labels().forEach(label -> counts.put(label, count("model.predictions", Tags.of("label", label))));
        return counts;
    }

    Distribution scores() {
        return Distributions.ofHistogram(registry.getPrometheusRegistry(), ModelMeters.SCORE, tags);
    }

    Map<String, Long> refused() {
        Map<String, Long> counts = new TreeMap<>();
        for (Counter counter : find("model.images.refused").counters()) {
            counts.put(String.valueOf(counter.getId().getTag("reason")), (long) counter.count());
        }
        return counts;
    }

    List<FeatureDrift> drift() {
        return Arrays.stream(Feature.values())
                .map(Feature::tag)
                .flatMap(feature -> drift(feature).stream())
                .toList();
    }

    private Optional<FeatureDrift> drift(String feature) {
        Double fill = value("model.drift.fill", feature);
        return Optional.ofNullable(fill)
                .map(share -> new FeatureDrift(
                        feature,
                        Math.round(share * Drift.CAPACITY),
                        Drift.CAPACITY,
                        Drift.ENOUGH,
                        value("model.drift.psi", feature),
                        value("model.drift.js", feature)));
    }

    private @Nullable Double value(String gauge, String feature) {
        return value(find(gauge).tag("feature", feature).gauge());
    }

    /** Of those who are known, or where they have said nothing, of anybody. */
    FeedbackCounts feedback() {
        FeedbackCounts known = feedback(true);
        return known.right() + known.wrong() > 0 ? known : feedback(false);
    }

    private FeedbackCounts feedback(boolean authenticated) {
        Tags from = Tags.of("authenticated", Boolean.toString(authenticated));
        return new FeedbackCounts(
                count("model.feedback", from.and("outcome", "right")),
                count("model.feedback", from.and("outcome", "wrong")),
                FeedbackMeters.WINDOW,
                authenticated,
                value(find("model.live.accuracy").tags(from).gauge()),
                value(find("model.live.log_loss").tags(from).gauge()));
    }

    private long count(String counter, Tags wanted) {
        return (long) find(counter).tags(wanted).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** @param active how many are being answered, of all models */
    Requests requests(int active) {
        Map<String, Long> outcomes = new TreeMap<>();
        Search requests = find(RequestMeters.REQUEST);
        requests.timers()
                .forEach(timer -> outcomes.put(String.valueOf(timer.getId().getTag("outcome")), timer.count()));
        return new Requests(
                active,
                outcomes,
                Distributions.ofTimers(requests.tag("outcome", "success").timers()));
    }

    /** How many times a timer was told, and how long they were together; of one outcome, or with an empty one of all. */
    Total total(String timer, String outcome) {
        Search search = find(timer);
        Total total = Total.NONE;
        for (Timer one : (outcome.isEmpty() ? search : search.tag("outcome", outcome)).timers()) {
            total = total.and(new Total(one.count(), (long) one.totalTime(TimeUnit.NANOSECONDS)));
        }
        return total;
    }

    /** How many instances it was asked. */
    long instances() {
        return (long) find("model.batch.size").summaries().stream()
                .mapToDouble(DistributionSummary::totalAmount)
                .sum();
    }

    private static @Nullable Double value(@Nullable Gauge gauge) {
        return gauge == null || Double.isNaN(gauge.value()) ? null : gauge.value();
    }
}
