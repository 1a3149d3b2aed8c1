package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What statuses and failures of HTTP mean for an object. */
final class HttpFailure {

    private HttpFailure() {}

    static Reason reason(int status) {
        return switch (status) {
            case 404, 410 -> Reason.NOT_FOUND;
            case 401, 403, 407 -> Reason.FORBIDDEN;
            case 408, 425, 429 -> Reason.UNAVAILABLE;
            default -> status >= 500 && status <= 599 ? Reason.UNAVAILABLE : Reason.FAILED;
        };
    }

    /** A request without an answer. */
    static RemoteException unanswered(String address, IOException cause) {
        SSLException tls = find(SSLException.class, cause);
        if (tls != null && !brokeOff(tls)) {
            return new RemoteException(Reason.FAILED, address, tlsDetail(tls), cause);
        }
        return new RemoteException(Reason.UNREACHABLE, address, detail(cause), cause);
    }

    /** An answer that broke off. */
    static RemoteException broken(String address, IOException cause) {
        return new RemoteException(Reason.UNREACHABLE, address, "the answer broke off: " + detail(cause), cause);
    }

    private static boolean brokeOff(SSLException tls) {
        return find(EOFException.class, tls) != null
                || find(SocketException.class, tls) != null
                || find(SocketTimeoutException.class, tls) != null;
    }

    private static String tlsDetail(SSLException tls) {
        CertificateException certificate = find(CertificateException.class, tls);
        if (certificate != null) {
            return "the server's certificate is not accepted: " + certificate.getMessage();
        }
        if (tls instanceof SSLPeerUnverifiedException) {
            return "the server's certificate is not accepted: " + tls.getMessage();
        }
        return "no TLS connection: " + tls.getMessage();
    }

    private static String detail(IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "no such host: " + cause.getMessage();
        }
        if (cause instanceof SocketTimeoutException) {
            return "no bytes within the time-out (" + cause.getMessage() + ")";
        }
        return String.valueOf(cause.getMessage());
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
