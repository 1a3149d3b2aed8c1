package dev.etiqueta.model;

import java.util.List;

/**
 * What the scores looked like when the model was evaluated.
 *
 * @param scoreHistogram counts in equal buckets from 0 to 1, each with its upper bound, the first with 0 too
 */
public record Reference(List<Integer> scoreHistogram) {

    public Reference {
        scoreHistogram = List.copyOf(scoreHistogram);
    }
}
