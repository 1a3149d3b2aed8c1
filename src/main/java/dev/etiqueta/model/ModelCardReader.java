package dev.etiqueta.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.etiqueta.image.ImageContract;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads model cards. Strictly: a key that is not known is a mistake that would otherwise stay unseen. */
public final class ModelCardReader {

    /** In bytes. */
    public static final int LONGEST = 1_000_000;

    /** A golden example has three levels. */
    private static final int DEEPEST = 16;

    private static final YAMLMapper YAML = YAMLMapper.builder(new YAMLFactory()
                    .rebuild()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxDocumentLength(LONGEST)
                            .build())
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultVisibility(visibility -> visibility.withFieldVisibility(Visibility.ANY))
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final double DEFAULT_THRESHOLD = 0.5;

    private ModelCardReader() {}

    /** The form in the file: fields, so that some may be absent; of their own parts none may, but histograms. */
    @SuppressWarnings("NullAway.Init") // Jackson sets them
    private static final class Document {

        String description;
        List<String> labels;
        Activation activation;
        double threshold = DEFAULT_THRESHOLD;

        @Nullable
        ImageContract image;

        @Nullable
        RecordedEvaluation evaluation;

        @Nullable
        Histograms reference;

        List<GoldenExample> golden = List.of();

        ModelCard card() {
            require("description", description);
            require("labels", labels);
            require("activation", activation);
            return new ModelCard(
                    description,
                    labels,
                    activation,
                    threshold,
                    image,
                    evaluation,
                    reference == null ? null : reference.reference(),
                    golden);
        }
    }

    /** As {@link Reference}, of which some may be absent. */
    @SuppressWarnings("NullAway.Init") // Jackson sets it
    private static final class Histograms {

        List<Integer> scoreHistogram;

        @Nullable
        List<Integer> meanHistogram;

        @Nullable
        List<Integer> deviationHistogram;

        @Nullable
        List<Integer> inkHistogram;

        Reference reference() {
            require("reference.score_histogram", scoreHistogram);
            return new Reference(scoreHistogram, meanHistogram, deviationHistogram, inkHistogram);
        }
    }

    private static void require(String key, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("it has no '%s'".formatted(key));
        }
    }

    /**
     * Reads a card.
     *
     * @param file how messages call it
     * @throws ModelLoadException if it is not a card, or contradicts itself
     */
    public static ModelCard read(String file, byte[] content) {
        if (content.length > LONGEST) {
            throw new ModelLoadException(
                    "%s has %d bytes, expected at most %d".formatted(file, content.length, LONGEST),
                    "Record fewer golden examples.");
        }
        try {
            return YAML.readValue(content, Document.class).card();
        } catch (UnrecognizedPropertyException e) {
            throw invalid(
                    file,
                    "it has the unknown key '%s'; known are %s".formatted(e.getPropertyName(), e.getKnownPropertyIds()),
                    e);
        } catch (ValueInstantiationException e) {
            throw invalid(
                    file,
                    String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
                    e);
        } catch (JacksonException e) {
            throw invalid(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw invalid(file, String.valueOf(e.getMessage()), e);
        } catch (NullPointerException e) {
            throw invalid(file, "a list or an entry of one is empty", e);
        }
    }

    private static ModelLoadException invalid(String file, String why, Exception cause) {
        return new ModelLoadException(
                "%s is not a model card: %s".formatted(file, why),
                "Correct the card, or export the model again.",
                cause);
    }
}
