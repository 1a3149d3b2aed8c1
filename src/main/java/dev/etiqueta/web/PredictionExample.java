package dev.etiqueta.web;

import dev.etiqueta.image.ImageContract;
import dev.etiqueta.model.GoldenExample;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.TensorSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that a model really answers, made of what came with it: the documentation shows it, and sends it. */
final class PredictionExample {

    /** More would make a document that nobody reads. */
    private static final int MAX_ELEMENTS = 1000;

    private PredictionExample() {}

    /** A body of JSON: a golden example as a PNG where the model takes images, else zeros in the inputs' shapes. */
    static Map<String, Object> of(ModelInfo model) {
        ModelCard card = model.card();
        if (card != null && card.image() != null) {
            ImageContract contract = card.image();
            Optional<GoldenExample> clearest = card.golden().stream()
                    .filter(example -> example.input().length == contract.samples())
                    .max(Comparator.comparing(example -> Collections.max(example.output())));
            if (clearest.isPresent()) {
                byte[] png = PngWriter.write(clearest.get().input(), contract);
                return instances(model, Map.of("b64", Base64.getEncoder().encodeToString(png)));
            }
        }
        List<TensorSpec> inputs = model.signature().inputs();
        if (inputs.stream().anyMatch(input -> isLarge(input, model.signature().batchSize()))) {
            return instances(model, "an array that is too large to be shown");
        }
        if (inputs.size() == 1) {
            return instances(model, zeros(inputs.getFirst(), 0));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        inputs.forEach(input -> values.put(input.name(), zeros(input, 0)));
        return instances(model, values);
    }

    /** As many as the model takes at a time. */
    private static Map<String, Object> instances(ModelInfo model, Object instance) {
        int number = (int) Math.max(1, model.signature().batchSize());
        return Map.of("instances", Collections.nCopies(number, instance));
    }

    private static boolean isLarge(TensorSpec input, long number) {
        double elements = Math.max(1, number);
        for (long dimension : input.instanceShape()) {
            elements *= Math.max(1, dimension);
        }
        return elements > MAX_ELEMENTS;
    }

    private static Object zeros(TensorSpec input, int dimension) {
        List<Long> shape = input.instanceShape();
        if (dimension == shape.size()) {
            return switch (input.type()) {
                case BOOL -> false;
                case STRING -> "";
                default -> 0;
            };
        }
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < Math.max(1, shape.get(dimension)); i++) {
            values.add(zeros(input, dimension + 1));
        }
        return values;
    }
}
