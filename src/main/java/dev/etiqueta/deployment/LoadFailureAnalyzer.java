package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start-up why the models are not served, and what to do, in place of a stack trace. */
class LoadFailureAnalyzer extends AbstractFailureAnalyzer<ActionableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ActionableException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
