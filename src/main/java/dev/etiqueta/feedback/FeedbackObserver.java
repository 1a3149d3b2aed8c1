package dev.etiqueta.feedback;

/** Is told what predictions turn out to be, on the thread that waits for the answer: it must be quick, and not throw. */
public interface FeedbackObserver {

    /**
     * The true label of a prediction was said, for the first time.
     *
     * @param feedback as it was given
     */
    void counted(Feedback feedback, FeedbackResult.Counted result);
}
