package dev.etiqueta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

    /** The p-values are those of SciPy's {@code binomtest}; statsmodels' {@code mcnemar} gives the same. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "1, 0, 1",
        "1, 1, 1",
        "5, 0, 0.0625",
        "6, 0, 0.03125",
        "3, 10, 0.09228515625",
        "7, 8, 1",
        "8, 8, 1",
        "11, 30, 0.00432400493446039",
        "100, 60, 0.001953728034064355",
        "59, 121, 4.4344492637551645e-06",
        "300, 1200, 1.880831443694606e-127",
        "1000, 900, 0.023108845108901193",
        "5000, 5200, 0.04878796312682234",
        "500000, 500000, 1",
        "500000, 501000, 0.3180365408403385",
        "500000, 502000, 0.0458246952632217",
        "499000, 501000, 0.0456082998653896",
        "1000000, 1005000, 0.0004149032657183009",
        "1000000, 0, 0",
        "2000000000, 2000000000, 1"
    })
    void givesTheProbabilityOfChance(int onlyFirst, int onlySecond, double expected) {
        assertThat(McNemar.pValue(onlyFirst, onlySecond)).isCloseTo(expected, within(expected * 1e-9));
        assertThat(McNemar.pValue(onlySecond, onlyFirst)).isEqualTo(McNemar.pValue(onlyFirst, onlySecond));
    }
}
