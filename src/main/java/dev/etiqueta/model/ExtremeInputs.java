package dev.etiqueta.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks a model what clients may ask to harm it. The runtime divides integers unchecked, and the least of them by -1 is a
 * signal that ends the process. An answer that fails is no matter: this is for a process that has nothing to lose.
 */
public final class ExtremeInputs {

    private static final int MOST_RUNS = 256;

    private ExtremeInputs() {}

    /** Runs a model with all combinations of extremes that its inputs of whole numbers may have, as far as they are few. */
    public static void run(Model model) {
        List<TensorBuilder> whole = model.newBatch().inputs().values().stream()
                .filter(input -> isWhole(input.spec().type()))
                .toList();
        List<String> names = whole.stream().map(input -> input.spec().name()).toList();
        List<List<Long>> combinations = new ArrayList<>(List.of(List.of()));
        for (TensorBuilder input : whole) {
            combinations = combinations.stream()
                    .flatMap(begun ->
                            extremes(input.spec().type().bytes()).stream().map(value -> and(begun, value)))
                    .limit(MOST_RUNS)
                    .toList();
        }
        for (List<Long> values : combinations) {
            run(model, names, values);
        }
    }

    private static void run(Model model, List<String> names, List<Long> values) {
        try {
            Batch batch = MadeUpInstance.of(model, input -> {
                int index = names.indexOf(input.spec().name());
                return index < 0 ? 0 : values.get(index);
            });
            if (batch.size() > 0) {
                model.predict(batch);
            }
        } catch (InstanceException | InferenceException e) {
            // It has refused, and lives.
        }
    }

    private static boolean isWhole(ElementType type) {
        return switch (type) {
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> true;
            default -> false;
        };
    }

    /** In as many bits: the least, all ones, 0, 1, and the greatest. */
    private static List<Long> extremes(int bytes) {
        long least = 1L << (8 * bytes - 1);
        return List.of(least, -1L, 0L, 1L, least - 1);
    }

    private static List<Long> and(List<Long> begun, long value) {
        List<Long> longer = new ArrayList<>(begun);
        longer.add(value);
        return longer;
    }
}
