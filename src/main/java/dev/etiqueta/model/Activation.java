package dev.etiqueta.model;

/** What makes probabilities of a graph's outputs. */
public enum Activation {
    /** 1 / (1 + e<sup>-x</sup>) of one output: the probability of the second of two labels. */
    SIGMOID {
        @Override
        double[] probabilities(float[] outputs, int offset, int count) {
            return new double[] {1 / (1 + Math.exp(-outputs[offset]))};
        }
    },
    /** e<sup>x</sup> of each output over their sum. */
    SOFTMAX {
        @Override
        double[] probabilities(float[] outputs, int offset, int count) {
            double[] probabilities = new double[count];
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                max = Math.max(max, outputs[offset + i]);
            }
            double sum = 0;
            for (int i = 0; i < count; i++) {
                // Less the largest, so that no power overflows.
                probabilities[i] = Math.exp(outputs[offset + i] - max);
                sum += probabilities[i];
            }
            for (int i = 0; i < count; i++) {
                probabilities[i] /= sum;
            }
            return probabilities;
        }
    },
    /** The graph's outputs are probabilities. */
    NONE {
        @Override
        double[] probabilities(float[] outputs, int offset, int count) {
            double[] probabilities = new double[count];
            for (int i = 0; i < count; i++) {
                probabilities[i] = outputs[offset + i];
            }
            return probabilities;
        }
    };

    /** The probabilities of one instance, in the order of its outputs. */
    abstract double[] probabilities(float[] outputs, int offset, int count);
}
