package dev.etiqueta.feedback;

import dev.etiqueta.model.Activation;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers as models give them. */
final class Predictions {

    static final ModelInfo CATS = model("cats", "v1", List.of("no cat", "cat"));

    private Predictions() {}

    static ModelInfo model(String name, String version, @Nullable List<String> labels) {
        ModelCard card =
                labels == null ? null : new ModelCard("", labels, Activation.SOFTMAX, 0.5, null, null, null, List.of());
        return new ModelInfo(
                new ModelId(name, version, "0".repeat(32)), new Signature(List.of(), List.of()), card, null);
    }

    /** One instance for each of the probabilities that it is a cat. */
    static Answer cats(double... probabilities) {
        List<Prediction.Label> predictions = new ArrayList<>();
        for (double probability : probabilities) {
            Map<String, Double> scores = new LinkedHashMap<>();
            scores.put("no cat", 1 - probability);
            scores.put("cat", probability);
            predictions.add(new Prediction.Label(
                    probability > 0.5 ? "cat" : "no cat",
                    Math.max(probability, 1 - probability),
                    scores,
                    probability,
                    Math.abs(probability - 0.5)));
        }
        return new Answer("cats", "v1", predictions, CATS);
    }

    /** One instance, of many labels "0", "1", ... that are equally likely. */
    static Answer ofMany(int labels) {
        List<String> names =
                IntStream.range(0, labels).mapToObj(Integer::toString).toList();
        Map<String, Double> scores = new LinkedHashMap<>();
        names.forEach(name -> scores.put(name, 1.0 / labels));
        return new Answer(
                "many",
                "v1",
                Collections.singletonList(new Prediction.Label("0", 1.0 / labels, scores, 1.0 / labels, 0)),
                model("many", "v1", names));
    }
}
