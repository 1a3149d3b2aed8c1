package dev.etiqueta.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.RecordedEvaluation;
import dev.etiqueta.model.Reference;
import dev.etiqueta.model.Signature;
import dev.etiqueta.model.Signers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A served model. {@code name} and {@code ready} are KServe's; what a model without a card cannot have is left out.
 *
 * @param ready always true: a model that is not ready is not served
 * @param signers who vouches for it, as far as signatures are asked for
 * @param image the images that it takes
 * @param evaluation how it did when it was exported
 * @param reference what scores and images looked like then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelDescription(
        String name,
        boolean ready,
        String version,
        String digest,
        @Nullable Signers signers,
        @Nullable String description,
        Signature signature,
        @Nullable List<String> labels,
        @Nullable ImageContract image,
        @Nullable RecordedEvaluation evaluation,
        @Nullable Reference reference) {

    static ModelDescription of(ModelInfo model) {
        ModelCard card = model.card();
        return new ModelDescription(
                model.id().name(),
                true,
                model.id().version(),
                model.id().digest(),
                model.id().signers().equals(Signers.NONE) ? null : model.id().signers(),
                card == null ? null : card.description(),
                model.signature(),
                card == null ? null : card.labels(),
                card == null ? null : card.image(),
                card == null ? null : card.evaluation(),
                card == null ? null : card.reference());
    }
}
