package dev.etiqueta.evaluation;

import dev.etiqueta.model.ModelCard;

/**
 * The labels of the data in the words of the card. A card with two labels tells one thing from all others, so data with
 * finer labels fits: each label that is not the positive one counts as the negative one.
 */
final class TrueLabels {

    private final ModelCard card;

    TrueLabels(ModelCard card) {
        this.card = card;
    }

    /**
     * The index among the card's labels.
     *
     * @throws DataException if the card has more than two labels, and this is none of them
     */
    int index(String label) {
        int index = card.labels().indexOf(label);
        if (index < 0 && card.labels().size() == 2) {
            return 0;
        }
        if (index < 0) {
            throw new DataException("the data has the label '%s'; the model's are %s".formatted(label, card.labels()));
        }
        return index;
    }
}
