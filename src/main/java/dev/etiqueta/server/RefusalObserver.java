package dev.etiqueta.server;

/** Is told what web servers refuse. Called on any of their threads: it must be quick, and must not throw. */
@FunctionalInterface
public interface RefusalObserver {

    /** A request was refused, or a connection closed. */
    void refused(Refusal reason);
}
