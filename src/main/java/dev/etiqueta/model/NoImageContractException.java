package dev.etiqueta.model;

/** An image was sent to a model that takes none. */
public final class NoImageContractException extends RuntimeException {

    public NoImageContractException(ModelInfo model) {
        super(
                model.card() == null
                        ? "%s takes no images: it came without a model card, and so without an image contract"
                                .formatted(model.id().name())
                        : "%s takes no images: its model card has no image contract"
                                .formatted(model.id().name()),
                null,
                false,
                false);
    }
}
