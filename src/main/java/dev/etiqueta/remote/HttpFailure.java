package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What answers and failures of HTTP, and of the vendors' clients above it, mean for an object. */
final class HttpFailure {

    /** Codes of S3 and Azure that say more than the HTTP status they come with. */
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

    private HttpFailure() {}

    static Reason reason(int status) {
        return switch (status) {
            case 404, 410 -> Reason.NOT_FOUND;
            case 401, 403, 407 -> Reason.FORBIDDEN;
            case 408, 425, 429 -> Reason.UNAVAILABLE;
            default -> status >= 500 && status <= 599 ? Reason.UNAVAILABLE : Reason.FAILED;
        };
    }

    private static Reason reason(int status, String code) {
        if (UNAVAILABLE.contains(code)) {
            return Reason.UNAVAILABLE;
        }
        return FORBIDDEN.contains(code) ? Reason.FORBIDDEN : reason(status);
    }

    /**
     * The store answered, and gives no object.
     *
     * @param code what the store calls it, such as {@code AccessDenied}; null where it does not say
     */
    static RemoteException refused(String address, int status, @Nullable String code, Throwable cause) {
        // Nothing else of the answer is shown: some stores quote signatures in it.
        String shown = code != null && code.matches("[\\w.-]{1,64}") ? code : "";
        return new RemoteException(reason(status, shown), address, ("HTTP " + status + " " + shown).strip(), cause);
    }

    /** A request without an answer. */
    static RemoteException unanswered(String address, Exception cause) {
        return failure(address, "", cause);
    }

    /** An answer that broke off. */
    static RemoteException broken(String address, Exception cause) {
        return failure(address, "the answer broke off: ", cause);
    }

    private static RemoteException failure(String address, String what, Exception cause) {
        if (Thread.currentThread().isInterrupted() || find(InterruptedException.class, cause) != null) {
            Thread.currentThread().interrupt();
            return new RemoteException(Reason.FAILED, address, what + "interrupted", cause);
        }
        SSLException tls = find(SSLException.class, cause);
        if (tls != null && !brokeOff(tls)) {
            return new RemoteException(Reason.FAILED, address, what + tlsDetail(tls), cause);
        }
        IOException network = find(IOException.class, cause);
        return network == null
                ? new RemoteException(Reason.FAILED, address, what + cause, cause)
                : new RemoteException(Reason.UNREACHABLE, address, what + detail(network), cause);
    }

    private static boolean brokeOff(SSLException tls) {
        return find(EOFException.class, tls) != null
                || find(SocketException.class, tls) != null
                || find(SocketTimeoutException.class, tls) != null;
    }

    private static String tlsDetail(SSLException tls) {
        CertificateException certificate = find(CertificateException.class, tls);
        if (certificate != null) {
            return "the server's certificate is not trusted: " + certificate.getMessage();
        }
        if (tls instanceof SSLPeerUnverifiedException) {
            return "the server's certificate is not trusted: " + tls.getMessage();
        }
        return "no TLS connection: " + tls.getMessage();
    }

    private static String detail(IOException network) {
        if (network instanceof UnknownHostException) {
            return "no such host: " + network.getMessage();
        }
        if (network instanceof SocketTimeoutException) {
            return "no bytes within the time-out (" + network.getMessage() + ")";
        }
        // The JDK's newer client says no more than the type of some failures.
        return network.getMessage() == null ? network.getClass().getSimpleName() : network.getMessage();
    }

    /** The first of a type among a failure and its causes. */
    static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
