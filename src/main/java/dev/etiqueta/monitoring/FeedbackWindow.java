package dev.etiqueta.monitoring;

/**
 * The last feedbacks of one model, in memory that is allocated once. Labels are given by their index in the card.
 *
 * <p>The logarithmic loss is the mean of {@code -ln p}, where {@code p} is the probability that the model gave to the
 * true label (C. M. Bishop, Pattern Recognition and Machine Learning, 2006, equation 4.108, by instance).
 */
final class FeedbackWindow {

    /** Keeps the logarithm of a probability of 0 finite, as {@code evaluate} does. */
    static final double SMALLEST_PROBABILITY = 1e-15;

    private final int[] labels;
    private final int[] predictions;
    private final double[] losses;
    private final int[][] confusion;
    private int right;
    private int size;
    private int next;

    /**
     * Holds nothing yet.
     *
     * @param capacity feedbacks; the oldest makes room
     * @param labels for which there is a confusion matrix; 0 for none
     */
    FeedbackWindow(int capacity, int labels) {
        this.labels = new int[capacity];
        this.predictions = new int[capacity];
        this.losses = new double[capacity];
        this.confusion = new int[labels][labels];
    }

    synchronized void add(int label, int predicted, double probability) {
        if (size == labels.length) {
            count(labels[next], predictions[next], -1);
        } else {
            size++;
        }
        labels[next] = label;
        predictions[next] = predicted;
        losses[next] = -Math.log(Math.clamp(probability, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY));
        count(label, predicted, 1);
        next = (next + 1) % labels.length;
    }

    private void count(int label, int predicted, int by) {
        if (confusion.length > 0) {
            confusion[label][predicted] += by;
        }
        right += label == predicted ? by : 0;
    }

    /** Share of those that were predicted right; NaN while there are none. */
    synchronized double accuracy() {
        return size == 0 ? Double.NaN : (double) right / size;
    }

    /** Mean loss, added up anew: a running sum would drift. NaN while there are none. */
    synchronized double logLoss() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += losses[i];
        }
        return size == 0 ? Double.NaN : sum / size;
    }

    /** How many of one label were predicted as another, or the same. */
    synchronized int confusion(int label, int predicted) {
        return confusion[label][predicted];
    }
}
