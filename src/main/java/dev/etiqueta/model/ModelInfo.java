package dev.etiqueta.model;

import org.jspecify.annotations.Nullable;

/**
 * A served model, described.
 *
 * @param id name, version and digest
 * @param signature what the graph takes and gives
 * @param card null for a model that came without one
 * @param proof how well the golden examples came out; null without a card
 */
public record ModelInfo(
        ModelId id,
        Signature signature,
        @Nullable ModelCard card,
        @Nullable GoldenProof proof) {}
