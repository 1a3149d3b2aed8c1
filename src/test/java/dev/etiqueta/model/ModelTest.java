package dev.etiqueta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.SizePolicy;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** With models that know nothing of digits: see src/test/python/models.py. */
class ModelTest {

    @Test
    void describesItsSignature() {
        try (Model model = ModelFiles.load("add")) {
            assertThat(model.info().signature().inputs())
                    .containsExactly(
                            new TensorSpec("left", ElementType.FLOAT, List.of(-1L, 2L)),
                            new TensorSpec("right", ElementType.FLOAT, List.of(-1L, 2L)));
            assertThat(model.info().signature().outputs())
                    .extracting(TensorSpec::name)
                    .containsExactly("sum", "rest");
        }
    }

    @Test
    void answersWithEachOutputByName() {
        try (Model model = ModelFiles.load("add")) {
            Batch batch = model.newBatch();
            for (int i = 0; i < 3; i++) {
                row(batch.inputs().get("left"), i, 1);
                row(batch.inputs().get("right"), 10, 20);
                batch.endInstance();
            }
            assertThat(raw(model, batch).get(2))
                    .isEqualTo(Map.of("sum", List.of(12.0f, 21.0f), "rest", List.of(-8.0f, -19.0f)));
        }
    }

    @Test
    void saysWhichInputIsMissing() {
        try (Model model = ModelFiles.load("add")) {
            Batch batch = model.newBatch();
            row(batch.inputs().get("left"), 1, 1);
            assertThatExceptionOfType(InstanceException.class)
                    .isThrownBy(batch::endInstance)
                    .withMessageContaining("'right' is missing");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {
                "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FLOAT16", "FLOAT", "DOUBLE"
            })
    void givesNumbersOfEachTypeBackAsTheyCame(ElementType type) {
        try (Model model = ModelFiles.load("identity_" + type)) {
            Batch batch = model.newBatch();
            long large = type == ElementType.UINT8 ? 200 : 100;
            row(batch.inputs().get("in"), 1, large);
            batch.endInstance();
            List<?> numbers = (List<?>) raw(model, batch).getFirst();
            assertThat(numbers).hasSize(2);
            assertThat(((Number) numbers.get(1)).doubleValue()).isEqualTo((double) large);
        }
    }

    @ParameterizedTest
    @CsvSource({"UINT16, 65535", "UINT32, 4294967295", "UINT64, 18446744073709551615"})
    void takesUnsignedNumbers(ElementType type, BigInteger most) {
        try (Model model = ModelFiles.load("identity_" + type)) {
            Batch batch = model.newBatch();
            for (int i = 0; i < 2; i++) {
                TensorBuilder in = batch.inputs().get("in");
                in.startArray();
                in.add(i);
                if (type == ElementType.UINT64) {
                    in.add(most);
                } else {
                    in.add(most.longValueExact());
                }
                in.endArray();
                in.endInstance();
                batch.endInstance();
            }
            assertThat(raw(model, batch).toString()).isEqualTo("[[0, %s], [1, %<s]]".formatted(most));
        }
    }

    @Test
    void givesTextsAndTruthValuesBackAsTheyCame() {
        try (Model texts = ModelFiles.load("identity_string");
                Model booleans = ModelFiles.load("identity_bool")) {
            Batch batch = texts.newBatch();
            TensorBuilder in = batch.inputs().get("in");
            in.startArray();
            in.add("año");
            in.add("");
            in.endArray();
            in.endInstance();
            batch.endInstance();
            assertThat(raw(texts, batch).getFirst()).isEqualTo(List.of("año", ""));

            batch = booleans.newBatch();
            in = batch.inputs().get("in");
            in.startArray();
            in.add(true);
            in.add(false);
            in.endArray();
            in.endInstance();
            batch.endInstance();
            assertThat(raw(booleans, batch).getFirst()).isEqualTo(List.of(true, false));
        }
    }

    @Test
    void givesUnsignedNumbersAsSuch() {
        try (Model model = ModelFiles.load("unsigned")) {
            Batch batch = model.newBatch();
            scalar(batch, "x", 4_000_000_000L);
            assertThat(raw(model, batch)).isEqualTo(List.of(4_000_000_000L));
        }
    }

    @Test
    void runsAModelThatTakesOneInstanceOncePerInstance() {
        try (Model model = ModelFiles.load("one_at_a_time")) {
            Batch batch = model.newBatch();
            for (int i = 0; i < 3; i++) {
                row(batch.inputs().get("x"), i, i, i);
                batch.endInstance();
            }
            assertThat(raw(model, batch)).isEqualTo(List.of(0.0f, 3.0f, 6.0f));
        }
    }

    @Test
    void takesAnInputWithoutABatchDimensionAsOneInstance() {
        try (Model model = ModelFiles.load("unbatched")) {
            Batch batch = model.newBatch();
            for (int i = 1; i <= 2; i++) {
                TensorBuilder x = batch.inputs().get("x");
                x.startArray();
                for (int row = 0; row < 2; row++) {
                    x.startArray();
                    x.add(i);
                    x.add(i);
                    x.add(i);
                    x.endArray();
                }
                x.endArray();
                x.endInstance();
                batch.endInstance();
            }
            assertThat(raw(model, batch)).isEqualTo(List.of(6.0f, 12.0f));
        }
    }

    @Test
    void takesAnEmptyArrayWhereDimensionsVary() {
        try (Model model = ModelFiles.load("any_size")) {
            Batch batch = model.newBatch();
            TensorBuilder image = batch.inputs().get("image");
            image.startArray();
            image.startArray();
            image.endArray();
            image.endArray();
            image.endInstance();
            batch.endInstance();
            // No pixels have no mean: the runtime's answer to that is its own.
            try {
                assertThat(raw(model, batch)).hasSize(1);
            } catch (InstanceException e) {
                assertThat(e).hasMessageContaining("gave up");
            }
        }
    }

    @Test
    void takesArraysOfTheContractsSizeOnlyWhereTheGraphTakesAny() {
        ImageContract contract = new ImageContract(2, 2, ColorMode.GRAYSCALE, SizePolicy.REFUSE);
        ModelCard card = new ModelCard("d", List.of("a", "b"), Activation.NONE, 0.5, contract, null, null, List.of());
        try (Model model = ModelFiles.load("any_size", card)) {
            TensorBuilder image = model.newBatch().inputs().get("image");
            image.startArray();
            image.startArray();
            image.startArray();
            image.add(1);
            assertThatExceptionOfType(InstanceException.class)
                    .isThrownBy(image::endArray)
                    .withMessageContaining("expected 2");
        }
    }

    @Test
    void showsPixelsThatCameAsNumbers() {
        ImageContract contract = new ImageContract(1, 2, ColorMode.GRAYSCALE, SizePolicy.REFUSE);
        ModelCard card =
                new ModelCard("d", List.of("a", "b"), Activation.SIGMOID, 0.5, contract, null, null, List.of());
        try (Model model = ModelFiles.load("any_size", card)) {
            Batch batch = model.newBatch();
            batch.addImage(new byte[] {1, (byte) 255});
            TensorBuilder image = batch.inputs().get("image");
            image.startArray();
            image.startArray();
            for (double number : new double[] {12.6, 300}) {
                image.startArray();
                image.add(number);
                image.endArray();
            }
            image.endArray();
            image.endArray();
            image.endInstance();

            assertThat(samples(batch, 0)).containsExactly(1, 255);
            assertThat(samples(batch, 1)).containsExactly(13, 255);
        }
    }

    @Test
    void hasNoPixelsWithoutAnImageContract() {
        try (Model model = ModelFiles.load("identity_uint8")) {
            Batch batch = model.newBatch();
            row(batch.inputs().get("in"), 1, 2);
            batch.endInstance();

            assertThat(batch.holdsImages()).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(() -> batch.pixels(0))
                    .withMessageContaining("no image contract");
        }
    }

    private static int[] samples(Batch batch, int instance) {
        assertThat(batch.holdsImages()).isTrue();
        ByteBuffer pixels = batch.pixels(instance);
        return IntStream.range(0, pixels.limit()).map(i -> pixels.get(i) & 0xff).toArray();
    }

    @Test
    void refusesWeightsInAnotherFileWhichNoDigestCovers() {
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> ModelFiles.load("external"))
                .satisfies(e -> assertThat(e.action()).contains("as one file that holds its weights"));
    }

    @Test
    void takesSequencesOfMapsApart() {
        try (Model model = ModelFiles.load("zipmap")) {
            Batch batch = model.newBatch();
            row(batch.inputs().get("p"), 1, 0);
            batch.endInstance();
            row(batch.inputs().get("p"), 0, 1);
            batch.endInstance();
            assertThat(raw(model, batch))
                    .isEqualTo(List.of(Map.of("cat", 1.0f, "dog", 0.0f), Map.of("cat", 0.0f, "dog", 1.0f)));
        }
    }

    @Test
    void saysWhyTheRuntimeGaveUpWithoutItsPaths() {
        try (Model model = ModelFiles.load("gather")) {
            Batch batch = model.newBatch();
            scalar(batch, "index", 7);
            assertThatExceptionOfType(InstanceException.class)
                    .isThrownBy(() -> model.predict(batch))
                    .withMessageContaining("out of data bounds")
                    .withMessageNotContaining("/");
        }
    }

    @Test
    void takesNoImagesWithoutACard() {
        try (Model model = ModelFiles.load("gather")) {
            assertThatExceptionOfType(NoImageContractException.class)
                    .isThrownBy(model::imageContract)
                    .withMessageContaining("without a model card");
        }
    }

    @Test
    void putsTheChannelsOfAnImageInPlanesAndItsSamplesInFloats() {
        ImageContract contract = new ImageContract(2, 2, ColorMode.RGB, SizePolicy.REFUSE);
        ModelCard card = new ModelCard(
                "mean of each channel",
                List.of("red", "green", "blue"),
                Activation.NONE,
                0.5,
                contract,
                null,
                null,
                List.of());
        try (Model model = ModelFiles.load("channel_means", card)) {
            Batch batch = model.newBatch();
            batch.addImage(new byte[] {(byte) 200, 1, 10, (byte) 200, 1, 20, (byte) 240, 1, 30, (byte) 240, 1, 40});

            assertThat(model.outputs(batch)).containsExactly(220, 1, 25);
            assertThat(samples(batch, 0)).containsExactly(200, 200, 240, 240, 1, 1, 1, 1, 10, 20, 30, 40);
        }
    }

    @Test
    void refusesACardWhoseImagesDoNotFitTheGraph() {
        ImageContract contract = new ImageContract(3, 2, ColorMode.RGB, SizePolicy.REFUSE);
        ModelCard card = new ModelCard(
                "d", List.of("red", "green", "blue"), Activation.NONE, 0.5, contract, null, null, List.of());
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> ModelFiles.load("channel_means", card))
                .withMessageContaining("[3, 2, 2]")
                .withMessageContaining("[3, 2, 3]");
    }

    @Test
    void refusesACardWhoseLabelsDoNotFitTheGraph() {
        ModelCard card = new ModelCard("d", List.of("a", "b"), Activation.SOFTMAX, 0.5, null, null, null, List.of());
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> ModelFiles.load("channel_means", card))
                .withMessageContaining("[a, b]");
    }

    @Test
    void refusesAGraphThatIsCutOff() {
        byte[] whole = ModelFiles.onnx("add");
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> Model.load(new ModelId("half", "v", "d"), half, null))
                .withMessageContaining("half.onnx (" + half.length + " bytes)");
    }

    @Test
    void refusesAModelThatDoesNotReproduceItsGoldenExamples() {
        GoldenExample wrong = new GoldenExample("green", new byte[48], List.of(0f, 1f, 0f));
        ModelCard card = new ModelCard(
                "d",
                List.of("red", "green", "blue"),
                Activation.NONE,
                0.5,
                new ImageContract(2, 2, ColorMode.RGB, SizePolicy.REFUSE),
                null,
                null,
                List.of(wrong));
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> ModelFiles.load("channel_means", card))
                .withMessageContaining("golden example 0 should give 1.0 at output 1, and gives 0.0");
    }

    @Test
    void refusesAGoldenExampleWhoseLabelIsNotThatOfItsOutput() {
        GoldenExample wrong = new GoldenExample("red", new byte[48], List.of(0f, 1f, 0f));
        ModelCard card = new ModelCard(
                "d", List.of("red", "green", "blue"), Activation.NONE, 0.5, null, null, null, List.of(wrong));
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> ModelFiles.load("channel_means", card))
                .withMessageContaining("has the label 'red'")
                .withMessageContaining("gives 'green'");
    }

    @Test
    void answersWithTheThresholdOfItsCard() {
        ModelCard card = new ModelCard("d", List.of("low", "high"), Activation.NONE, 0.7, null, null, null, List.of());
        try (Model model = ModelFiles.load("identity_float_one", card)) {
            Batch batch = model.newBatch();
            TensorBuilder in = batch.inputs().get("in");
            for (double value : new double[] {0.75, 0.625}) {
                in.startArray();
                in.add(value);
                in.endArray();
                in.endInstance();
                batch.endInstance();
            }
            assertThat(model.predict(batch))
                    .isEqualTo(List.of(
                            new Prediction.Label("high", 0.75, Map.of("low", 0.25, "high", 0.75), 0.75, 0.75 - 0.7),
                            new Prediction.Label(
                                    "low", 0.375, Map.of("low", 0.375, "high", 0.625), 0.625, 0.7 - 0.625)));
        }
    }

    @Test
    void saysHowFarTheSecondOfManyLabelsIs() {
        ModelCard card = new ModelCard("d", List.of("r", "g", "b"), Activation.NONE, 0.5, null, null, null, List.of());
        try (Model model = ModelFiles.load("channel_means", card)) {
            assertThat(model.labels(new float[] {0.5f, 0.125f, 0.375f, 0.125f, 0.25f, 0.625f, 0.25f, 0.25f, 0.25f}))
                    .extracting(Prediction.Label::label, Prediction.Label::margin)
                    .containsExactly(tuple("r", 0.125), tuple("b", 0.375), tuple("r", 0.0));
        }
    }

    /** The values of raw predictions, with arrays as lists. */
    private static List<Object> raw(Model model, Batch batch) {
        return model.predict(batch).stream()
                .map(prediction -> plain(((Prediction.Raw) prediction).value()))
                .toList();
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
        }
        return value.getClass().isArray()
                ? IntStream.range(0, Array.getLength(value))
                        .mapToObj(i -> Array.get(value, i))
                        .toList()
                : value;
    }

    private static void row(TensorBuilder input, long... values) {
        input.startArray();
        for (long value : values) {
            input.add(value);
        }
        input.endArray();
        input.endInstance();
    }

    private static void scalar(Batch batch, String input, long value) {
        batch.inputs().get(input).add(value);
        batch.inputs().get(input).endInstance();
        batch.endInstance();
    }
}
