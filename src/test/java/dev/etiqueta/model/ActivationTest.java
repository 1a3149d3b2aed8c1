package dev.etiqueta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class ActivationTest {

    @Test
    void sigmoidIsThatOfSciPy() {
        // scipy.special.expit([0, 2, -40, 800])
        assertThat(Activation.SIGMOID.probabilities(new float[] {0}, 0, 1)).containsExactly(0.5);
        assertThat(Activation.SIGMOID.probabilities(new float[] {9, 2}, 1, 1)[0])
                .isEqualTo(0.8807970779778823, offset(1e-15));
        assertThat(Activation.SIGMOID.probabilities(new float[] {-40}, 0, 1)[0])
                .isEqualTo(4.248354255291589e-18, offset(1e-30));
        assertThat(Activation.SIGMOID.probabilities(new float[] {800}, 0, 1)).containsExactly(1.0);
    }

    @Test
    void softmaxIsThatOfSciPyAndDoesNotOverflow() {
        // scipy.special.softmax([1, 2, 3])
        assertThat(Activation.SOFTMAX.probabilities(new float[] {1, 2, 3}, 0, 3))
                .containsExactly(
                        new double[] {0.09003057317038046, 0.24472847105479764, 0.6652409557748218}, offset(1e-15));
        assertThat(Activation.SOFTMAX.probabilities(new float[] {1e30f, 0}, 0, 2))
                .containsExactly(1.0, 0.0);
    }

    @Test
    void noneKeepsTheOutputs() {
        assertThat(Activation.NONE.probabilities(new float[] {9, 0.25f, 0.75f}, 1, 2))
                .containsExactly(0.25, 0.75);
    }
}
