package dev.etiqueta.server;

/** Is told what web servers do before the application does anything. Called on any thread: quick, and throws nothing. */
public interface ServerObserver {

    /** A request was refused, or a connection closed. */
    void refused(Refusal reason);

    /** A request that had to wait for a place has one. */
    void waited(long nanoseconds);

    /** Nobody wants to know. */
    ServerObserver NONE = new ServerObserver() {
        @Override
        public void refused(Refusal reason) {}

        @Override
        public void waited(long nanoseconds) {}
    };
}
