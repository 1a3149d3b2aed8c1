package dev.etiqueta.git;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import org.jspecify.annotations.Nullable;

/** A repository, a revision or a file of it that cannot be had. */
public sealed class GitException extends ActionableException permits UnknownRevisionException, UnsignedException {

    /** Why it cannot be had. */
    public enum Reason {
        /** No answer in time, or one that broke off, or HTTP 429 or 5xx: another attempt may succeed. */
        UNREACHABLE,
        /** The credentials are missing, wrong or not enough, or the key of the ssh server is not the expected one. */
        REFUSED,
        /** The server answers, and has no such repository, or does not show it to this caller. */
        REPOSITORY_NOT_FOUND,
        /** The repository has no such tag, branch or commit. */
        UNKNOWN_REVISION,
        /** There is no room for what is fetched. */
        NO_ROOM,
        /** Nobody whose signature counts has signed it. */
        UNSIGNED,
        /** A commit holds what is not read here. */
        UNREADABLE,
        /** Anything else. */
        FAILED
    }

    private final Reason reason;

    GitException(Reason reason, String description, String action) {
        this(reason, description, action, null);
    }

    GitException(Reason reason, String description, String action, @Nullable Throwable cause) {
        super(description, action, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Blame blame() {
        return switch (reason) {
            case UNREACHABLE -> Blame.SERVER;
            case NO_ROOM -> Blame.STORAGE;
            case UNREADABLE -> Blame.CONTENT;
            case REFUSED, REPOSITORY_NOT_FOUND, UNKNOWN_REVISION, UNSIGNED, FAILED -> Blame.ACCESS;
        };
    }
}
