package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What the clients of the vendors throw, in the words of this package. */
final class CloudFailures {

    /** Codes that say more than the HTTP status they come with. */
    private static final Set<String> FORBIDDEN = Set.of(
            "AccessDenied",
            "ExpiredToken",
            "InvalidAccessKeyId",
            "InvalidAuthenticationInfo",
            "InvalidToken",
            "PublicAccessNotPermitted",
            "SignatureDoesNotMatch",
            "TokenRefreshRequired");

    private static final Set<String> UNAVAILABLE =
            Set.of("InternalError", "OperationTimedOut", "RequestTimeout", "ServerBusy", "SlowDown");

    private CloudFailures() {}

    /**
     * The store answered, and gives no object.
     *
     * @param code what the store calls it, such as {@code AccessDenied}; null where it does not say
     */
    static RemoteException answer(String address, int status, @Nullable String code, Throwable cause) {
        // Nothing else of the answer is shown: some stores quote signatures in it.
        String shown = code != null && code.matches("[\\w.-]{1,64}") ? code : "";
        return new RemoteException(reason(status, shown), address, ("HTTP " + status + " " + shown).strip(), cause);
    }

    private static Reason reason(int status, String code) {
        if (UNAVAILABLE.contains(code) || status == 408 || status == 429 || status >= 500) {
            return Reason.UNAVAILABLE;
        }
        if (FORBIDDEN.contains(code) || status == 401 || status == 403) {
            return Reason.FORBIDDEN;
        }
        return status == 404 ? Reason.NOT_FOUND : Reason.FAILED;
    }

    /** There was no answer, or one that broke off. */
    static RemoteException noAnswer(String address, Throwable thrown) {
        if (Thread.currentThread().isInterrupted() || cause(thrown, InterruptedException.class) != null) {
            Thread.currentThread().interrupt();
            return new RemoteException(Reason.FAILED, address, "interrupted", thrown);
        }
        Throwable certificate = firstCause(thrown, CertificateException.class, SSLPeerUnverifiedException.class);
        if (certificate != null) {
            String detail = "the server's certificate is not trusted: " + certificate.getMessage();
            return new RemoteException(Reason.FAILED, address, detail, thrown);
        }
        IOException network = cause(thrown, IOException.class);
        return network == null
                ? new RemoteException(Reason.FAILED, address, said(thrown), thrown)
                : new RemoteException(Reason.UNREACHABLE, address, said(network), thrown);
    }

    @SafeVarargs
    private static @Nullable Throwable firstCause(Throwable thrown, Class<? extends Throwable>... types) {
        for (Class<? extends Throwable> type : types) {
            Throwable found = cause(thrown, type);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The throwable itself, or the first of its causes, that is of a type. */
    static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        Throwable current = thrown;
        for (int depth = 0; current != null && depth < 20; depth++) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current.getCause();
        }
        return null;
    }

    private static String said(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        if (thrown.getMessage() != null) {
            return name + ": " + thrown.getMessage();
        }
        return thrown.getCause() == null ? name : name + ": " + said(thrown.getCause());
    }
}
