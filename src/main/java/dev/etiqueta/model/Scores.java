package dev.etiqueta.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The probabilities of the labels, as a map that costs an array: it is made for each prediction, and read once. */
final class Scores extends AbstractMap<String, Double> {

    private final List<String> labels;
    private final double[] probabilities;

    Scores(List<String> labels, double... probabilities) {
        this.labels = labels;
        this.probabilities = probabilities;
    }

    /** Copies the probabilities, in the order of the labels. */
    void copyTo(float[] target, int from) {
        for (int i = 0; i < probabilities.length; i++) {
            target[from + i] = (float) probabilities[i];
        }
    }

    @Override
    public @Nullable Double get(@Nullable Object label) {
        int index = labels.indexOf(label);
        return index < 0 ? null : Double.valueOf(probabilities[index]);
    }

    /** Asked of each prediction that is remembered; a map's own way goes by its entries. */
    @Override
    public int size() {
        return probabilities.length;
    }

    @Override
    public boolean containsKey(@Nullable Object label) {
        return labels.contains(label);
    }

    @Override
    public Set<Map.Entry<String, Double>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public Iterator<Map.Entry<String, Double>> iterator() {
                return IntStream.range(0, labels.size())
                        .mapToObj(i -> Map.entry(labels.get(i), probabilities[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return labels.size();
            }
        };
    }
}
