package dev.etiqueta.model;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the instances of one input, value by value, and checks each against the input's type and shape: what does
 * not fit is refused, never wrapped, rounded or padded.
 *
 * <p>An instance is the calls {@link #startArray} and {@link #endArray}, nested as deep as the instance has dimensions,
 * around the values; then {@link #endInstance}.
 */
public final class TensorBuilder {

    private final TensorSpec spec;
    /** The length of each dimension of an instance; -1 until the first instance shows it. */
    private long[] dimensions;
    /** Values or arrays seen so far in each of the open arrays. */
    private int[] counts;

    private final boolean anyRank;
    private int depth;
    private int instances;
    private final ElementBuffer data;
    private final List<String> text = new ArrayList<>();

    /** Collects instances of the shape that the graph states. */
    TensorBuilder(TensorSpec spec) {
        this(spec, spec.instanceShape());
    }

    /**
     * Collects instances of a shape of their own.
     *
     * @param shape of an instance, -1 for a dimension that the first instance chooses
     */
    TensorBuilder(TensorSpec spec, List<Long> shape) {
        this.spec = spec;
        this.anyRank = spec.shape().isEmpty();
        this.dimensions = TensorSpec.dimensions(shape);
        this.counts = new int[dimensions.length + 1];
        this.data = new ElementBuffer(spec.type());
    }

    public void startArray() {
        if (depth == dimensions.length) {
            if (!anyRank || instances > 0 || text.size() + data.length() > 0) {
                throw wrongShape("an array %s where a %s is expected".formatted(position(), spec.type()));
            }
            dimensions = Arrays.copyOf(dimensions, depth + 1);
            dimensions[depth] = TensorSpec.VARIES;
            counts = Arrays.copyOf(counts, depth + 2);
        }
        depth++;
        counts[depth] = 0;
    }

    public void endArray() {
        long expected = dimensions[depth - 1];
        int found = counts[depth];
        if (expected == TensorSpec.VARIES) {
            dimensions[depth - 1] = found;
        } else if (found != expected) {
            throw wrongShape("%d elements %s, expected %d".formatted(found, place(depth - 1), expected));
        }
        depth--;
        count();
    }

    /** Adds a whole number. */
    public void add(long value) {
        checkDepth(value);
        if (!data.takes(value)) {
            throw wrongType(value);
        }
        data.put(value);
        count();
    }

    /** Adds a number with a fraction or an exponent; where the input takes whole numbers, it must be one. */
    public void add(double value) {
        if (!spec.type().isWhole()) {
            checkDepth(value);
            if (!data.takes(value)) {
                throw wrongType(value);
            }
            data.put(value);
            count();
            return;
        }
        // Beyond 2^53 a double does not tell whole numbers apart.
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw wrongType(value);
        }
        add((long) value);
    }

    /** Adds a whole number that is too large for a {@code long}. */
    public void add(BigInteger value) {
        switch (spec.type()) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> add(value.doubleValue());
            case UINT64 -> addUnsigned(value);
            default -> throw wrongType(value);
        }
    }

    private void addUnsigned(BigInteger value) {
        checkDepth(value);
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw wrongType(value);
        }
        data.put(value.longValue());
        count();
    }

    /**
     * Adds many whole numbers, one after the other.
     *
     * @param count of the values, how many of the first
     */
    public void addAll(long[] values, int count) {
        int added = mayAdd(count) ? data.putAll(values, count) : 0;
        counts[depth] += added;
        // The first of the rest is refused, which is for the usual way to say.
        for (int i = added; i < count; i++) {
            add(values[i]);
        }
    }

    /** Adds many numbers, as {@link #addAll(long[], int)} does. */
    public void addAll(double[] values, int count) {
        int added = mayAdd(count) ? data.putAll(values, count) : 0;
        counts[depth] += added;
        for (int i = added; i < count; i++) {
            add(values[i]);
        }
    }

    private boolean mayAdd(int count) {
        return depth == dimensions.length
                && depth > 0
                && (dimensions[depth - 1] == TensorSpec.VARIES || counts[depth] + count <= dimensions[depth - 1]);
    }

    public void add(boolean value) {
        checkDepth(value);
        if (spec.type() != ElementType.BOOL) {
            throw wrongType(value);
        }
        data.put(value);
        count();
    }

    public void add(String value) {
        if (spec.type() != ElementType.STRING) {
            throw wrongType('"' + (value.length() > 40 ? value.substring(0, 40) + "..." : value) + '"');
        }
        checkDepth(value);
        text.add(value);
        count();
    }

    /** For what is neither a number, a boolean, a text nor an array. */
    public InstanceException noElement(String found) {
        return wrongType(found);
    }

    /** Ends an instance of which all arrays are closed. */
    public void endInstance() {
        counts[0] = 0;
        instances++;
    }

    /**
     * Adds an instance whose elements are already in the input's form.
     *
     * @param elements row-major, of the input's type and in this machine's byte order
     * @param shape of the instance
     */
    void addInstance(ByteBuffer elements, long[] shape) {
        dimensions = shape;
        data.putBytes(elements);
        instances++;
    }

    int instances() {
        return instances;
    }

    /** The input that it makes instances of. */
    public TensorSpec spec() {
        return spec;
    }

    /** The shape of so many of the instances together. */
    public long[] shape(int count) {
        int batch = spec.batched() ? 1 : 0;
        long[] shape = new long[batch + dimensions.length];
        if (spec.batched()) {
            shape[0] = count;
        }
        for (int i = 0; i < dimensions.length; i++) {
            shape[batch + i] = Math.max(0, dimensions[i]);
        }
        return shape;
    }

    /** The elements of some of the instances, in this machine's byte order; not a copy. Of texts there are none. */
    public ByteBuffer bytes(int from, int count) {
        int length = instances == 0 ? 0 : data.length() / instances;
        return data.bytes().slice(from * length, count * length);
    }

    /** The texts of some of the instances. */
    String[] text(int from, int count) {
        int length = instances == 0 ? 0 : text.size() / instances;
        return text.subList(from * length, (from + count) * length).toArray(String[]::new);
    }

    private void checkDepth(Object value) {
        if (depth != dimensions.length) {
            throw wrongShape("%s %s where an array is expected".formatted(value, position()));
        }
    }

    private void count() {
        int found = ++counts[depth];
        if (depth > 0 && dimensions[depth - 1] != TensorSpec.VARIES && found > dimensions[depth - 1]) {
            throw wrongShape("more than %d elements %s".formatted(dimensions[depth - 1], place(depth - 1)));
        }
    }

    private InstanceException wrongType(Object found) {
        String expected =
                switch (spec.type()) {
                    case UINT8 -> "whole numbers from 0 to 255";
                    case UINT16 -> "whole numbers from 0 to 65535";
                    case UINT32 -> "whole numbers from 0 to 4294967295";
                    case UINT64 -> "whole numbers from 0 to 18446744073709551615";
                    case INT8 -> "whole numbers from -128 to 127";
                    case INT16 -> "whole numbers from -32768 to 32767";
                    case INT32 -> "whole numbers from -2147483648 to 2147483647";
                    case INT64 -> "whole numbers of 64 bits";
                    case FLOAT16 -> "numbers from -65504 to 65504";
                    case FLOAT, DOUBLE, BFLOAT16 -> "finite numbers that a %s holds".formatted(spec.type());
                    case BOOL -> "true or false";
                    default -> spec.type().toString();
                };
        return new InstanceException("instance %d: found %s %s; the input '%s' takes %s"
                .formatted(instances, found, position(), spec.name(), expected));
    }

    private InstanceException wrongShape(String problem) {
        return new InstanceException("instance %d: found %s; an instance of the input '%s' has the shape %s"
                .formatted(instances, problem, spec.name(), spec.instanceShape()));
    }

    /** Where the next element stands, such as {@code at [5][27]}. */
    private String position() {
        return place(depth);
    }

    private String place(int levels) {
        if (levels == 0) {
            return "at the top";
        }
        StringBuilder place = new StringBuilder("at ");
        for (int level = 1; level <= levels; level++) {
            place.append('[').append(counts[level]).append(']');
        }
        return place.toString();
    }
}
