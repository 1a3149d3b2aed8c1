package dev.etiqueta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorBuilderTest {

    @ParameterizedTest
    @CsvSource({
        "UINT8, 0, 255",
        "UINT16, 0, 65535",
        "UINT32, 0, 4294967295",
        "UINT64, 0, 9223372036854775807",
        "INT8, -128, 127",
        "INT16, -32768, 32767",
        "INT32, -2147483648, 2147483647",
        "INT64, -9223372036854775808, 9223372036854775807",
        "FLOAT16, -65504, 65504"
    })
    void takesTheWholeRangeOfAType(ElementType type, long min, long max) {
        TensorBuilder builder = vector(type, 2);
        builder.startArray();
        builder.add(min);
        builder.add(max);
        builder.endArray();
        builder.endInstance();

        assertThat(builder.bytes(0, 1).remaining()).isEqualTo(2 * type.bytes());
    }

    @Test
    void takesUnsignedNumbersThatNoLongHolds() {
        TensorBuilder builder = scalars(ElementType.UINT64);
        BigInteger most = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        for (BigInteger wrong :
                List.of(most.add(BigInteger.ONE), BigInteger.ONE.shiftLeft(63).negate())) {
            assertThatExceptionOfType(InstanceException.class)
                    .isThrownBy(() -> builder.add(wrong))
                    .withMessageContaining("whole numbers from 0 to 18446744073709551615");
        }

        builder.add(most);

        builder.endInstance();
        assertThat(builder.bytes(0, 1).order(ByteOrder.nativeOrder()).getLong()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, -1",
        "UINT16, -1",
        "UINT16, 65536",
        "UINT32, -1",
        "UINT32, 4294967296",
        "UINT64, -1",
        "UINT8, 256",
        "INT8, 128",
        "INT16, -32769",
        "INT32, 2147483648",
        "FLOAT16, 65505",
        "BOOL, 1",
        "STRING, 1"
    })
    void refusesAWholeNumberThatDoesNotFit(ElementType type, long value) {
        TensorBuilder builder = scalars(type);
        assertThatExceptionOfType(InstanceException.class)
                .isThrownBy(() -> builder.add(value))
                .withMessageContaining("found " + value);
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 1.5",
        "UINT8, 255.0000001",
        "INT64, 0.1",
        "INT64, 1e300",
        "FLOAT, 1e39",
        "FLOAT, Infinity",
        "FLOAT, NaN",
        "DOUBLE, Infinity",
        "FLOAT16, 65505.0",
        "BFLOAT16, 1e39",
        "BOOL, 0.0"
    })
    void refusesADecimalThatDoesNotFit(ElementType type, double value) {
        TensorBuilder builder = scalars(type);
        assertThatExceptionOfType(InstanceException.class).isThrownBy(() -> builder.add(value));
    }

    @Test
    void takesADecimalThatIsWhole() {
        TensorBuilder builder = scalars(ElementType.UINT8);
        builder.add(200.0);
        builder.endInstance();

        assertThat(builder.bytes(0, 1).get(0)).isEqualTo((byte) 200);
    }

    @Test
    void takesAHugeWholeNumberWhereItFits() {
        BigInteger huge = BigInteger.TEN.pow(30);
        TensorBuilder doubles = scalars(ElementType.DOUBLE);
        doubles.add(huge);
        doubles.endInstance();

        assertThat(doubles.bytes(0, 1).order(ByteOrder.nativeOrder()).getDouble(0))
                .isEqualTo(1e30);
        assertThatExceptionOfType(InstanceException.class)
                .isThrownBy(() -> scalars(ElementType.INT64).add(huge));
    }

    @Test
    void namesThePlaceOfAWrongShape() {
        TensorBuilder builder = new TensorBuilder(new TensorSpec("x", ElementType.UINT8, List.of(-1L, 2L, 3L)));
        builder.startArray();
        row(builder, 1, 2, 3);
        builder.startArray();
        builder.add(1);
        assertThatExceptionOfType(InstanceException.class)
                .isThrownBy(builder::endArray)
                .withMessage(
                        "instance 0: found 1 elements at [1], expected 3; an instance of the input 'x' has the shape"
                                + " [2, 3]");
    }

    @Test
    void refusesMoreElementsAsSoonAsTheyCome() {
        TensorBuilder builder = vector(ElementType.INT64, 2);
        builder.startArray();
        builder.add(1);
        builder.add(2);
        assertThatExceptionOfType(InstanceException.class)
                .isThrownBy(() -> builder.add(3))
                .withMessageContaining("more than 2");
    }

    @Test
    void refusesAValueWhereAnArrayBelongsAndTheOtherWayRound() {
        TensorBuilder builder = vector(ElementType.INT64, 2);
        assertThatExceptionOfType(InstanceException.class).isThrownBy(() -> builder.add(3));
        builder.startArray();
        assertThatExceptionOfType(InstanceException.class).isThrownBy(builder::startArray);
    }

    @Test
    void letsTheFirstInstanceChooseADimensionThatVaries() {
        TensorBuilder builder = vector(ElementType.INT64, -1);
        row(builder, 1, 2, 3);
        builder.endInstance();

        assertThat(builder.shape(1)).containsExactly(1, 3);
        builder.startArray();
        builder.add(1);
        assertThatExceptionOfType(InstanceException.class)
                .isThrownBy(builder::endArray)
                .withMessageContaining("instance 1");
    }

    @Test
    void growsAndTakesTheInstancesApart() {
        TensorBuilder builder = vector(ElementType.INT64, 3);
        for (int i = 0; i < 1000; i++) {
            row(builder, i, i, i);
            builder.endInstance();
        }
        ByteBuffer last = builder.bytes(999, 1).order(ByteOrder.nativeOrder());

        assertThat(last.remaining()).isEqualTo(3 * Long.BYTES);
        assertThat(last.getLong(0)).isEqualTo(999);
        assertThat(builder.shape(1000)).containsExactly(1000, 3);
    }

    private static void row(TensorBuilder builder, long... values) {
        builder.startArray();
        for (long value : values) {
            builder.add(value);
        }
        builder.endArray();
    }

    private static TensorBuilder scalars(ElementType type) {
        return new TensorBuilder(new TensorSpec("x", type, List.of(-1L)));
    }

    private static TensorBuilder vector(ElementType type, long length) {
        return new TensorBuilder(new TensorSpec("x", type, List.of(-1L, length)));
    }
}
