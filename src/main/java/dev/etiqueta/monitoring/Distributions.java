package dev.etiqueta.monitoring;

import dev.etiqueta.monitoring.ModelStatistics.Distribution;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What histograms hold. The bucket without a bound is left out: it has the count of all values. */
final class Distributions {

    private static final double NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    private Distributions() {}

    /** All the timers' durations together, in seconds; the timers have the same buckets. */
    static Distribution ofTimers(Collection<Timer> timers) {
        NavigableMap<Double, Long> buckets = new TreeMap<>();
        long count = 0;
        double sum = 0;
        for (Timer timer : timers) {
            HistogramSnapshot snapshot = timer.takeSnapshot();
            for (CountAtBucket bucket : snapshot.histogramCounts()) {
                if (bucket.bucket() < Long.MAX_VALUE && Double.isFinite(bucket.bucket())) {
                    buckets.merge(bucket.bucket() / NANOSECONDS, (long) bucket.count(), Long::sum);
                }
            }
            count += snapshot.count();
            sum += snapshot.total(TimeUnit.SECONDS);
        }
        return new Distribution(count, sum, List.copyOf(buckets.keySet()), List.copyOf(buckets.values()));
    }

    /**
     * One histogram of the Prometheus client.
     *
     * @param tags those that it is told by; empty buckets if there is none
     */
    static Distribution ofHistogram(PrometheusRegistry registry, String name, Tags tags) {
        for (MetricSnapshot metric : registry.scrape(name::equals)) {
            for (var point : metric.getDataPoints()) {
                if (point instanceof HistogramDataPointSnapshot histogram
                        && tags.stream().allMatch(tag -> has(histogram, tag))) {
                    return of(histogram);
                }
            }
        }
        return new Distribution(0, 0, List.of(), List.of());
    }

    private static boolean has(HistogramDataPointSnapshot point, Tag tag) {
        return tag.getValue().equals(point.getLabels().get(tag.getKey()));
    }

    private static Distribution of(HistogramDataPointSnapshot histogram) {
        List<Double> bounds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long count = 0;
        for (ClassicHistogramBucket bucket : histogram.getClassicBuckets()) {
            count += bucket.getCount();
            if (Double.isFinite(bucket.getUpperBound())) {
                bounds.add(bucket.getUpperBound());
                counts.add(count);
            }
        }
        return new Distribution(count, histogram.getSum(), bounds, counts);
    }
}
