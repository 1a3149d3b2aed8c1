package dev.etiqueta.deployment;

/** What a deployment does, one after the other. */
public enum DeploymentStep {
    /** Resolves the revision, and has its files verified in the cache. */
    FETCH,
    /** Loads the models, which prove themselves. */
    LOAD,
    /** Lets them serve. */
    SWAP
}
