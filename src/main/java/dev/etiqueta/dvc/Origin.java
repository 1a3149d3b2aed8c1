package dev.etiqueta.dvc;

/** Who has said something. */
enum Origin {
    /** Whoever may push: decides which objects are served, and nothing of the machine that serves them. */
    REPOSITORY,
    /** Whoever runs the service: the machine's configuration, a working tree's own, and the properties. */
    DEPLOYER
}
