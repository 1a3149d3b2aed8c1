package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.model.ElementType;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Signature;
import dev.etiqueta.model.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionExampleTest {

    @Test
    void hasAsManyInstancesAsTheModelTakesAtATime() {
        assertThat(example(-1, 2)).isEqualTo(Map.of("instances", List.of(List.of(0, 0))));
        assertThat(example(3, 2)).isEqualTo(Map.of("instances", List.of(List.of(0, 0), List.of(0, 0), List.of(0, 0))));
    }

    @Test
    void showsNoHugeArrays() {
        assertThat(example(300, 4).toString()).contains("too large to be shown");
    }

    private static Map<String, Object> example(long batch, long size) {
        TensorSpec input = new TensorSpec("x", ElementType.FLOAT, List.of(batch, size), true);
        return PredictionExample.of(new ModelInfo(
                new ModelId("m", "v1", "0".repeat(32)), new Signature(List.of(input), List.of(input)), null, null));
    }
}
