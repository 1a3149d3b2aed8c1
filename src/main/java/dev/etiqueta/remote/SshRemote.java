package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** A folder on a server that is read by SFTP. */
final class SshRemote implements Remote {

    private final TypedOptions options;
    private final SshTarget target;
    private final SshConnection connection;

    private SshRemote(TypedOptions options, SshTarget target) {
        this.options = options;
        this.target = target;
        this.connection = new SshConnection(target);
    }

    /** Opens {@code ssh://} and {@code sftp://}. */
    static SshRemote open(RemoteSettings settings) {
        TypedOptions options = new TypedOptions(settings);
        SshTarget target = SshTarget.of(settings);
        if (target.password().isPresent()) {
            options.requireNamedServer(target.server(), "a password");
        }
        return new SshRemote(options, target);
    }

    @Override
    public InputStream open(String path) throws RemoteException {
        String file = target.file(ObjectPath.checked(path));
        options.allow(target.server(), address(path));
        try {
            return new CheckedStream(connection.sftp().read(file), cause -> failure(path, cause));
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    @Override
    public String address(String path) {
        return target.address(path);
    }

    @Override
    public void close() {
        connection.close();
    }

    private RemoteException failure(String path, Exception cause) {
        return new RemoteException(reason(cause), address(path), detail(cause), cause);
    }

    private static Reason reason(Exception cause) {
        if (cause instanceof HostKeyException) {
            return Reason.FAILED;
        }
        if (cause instanceof SftpException answer) {
            return switch (answer.getStatus()) {
                case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH -> Reason.NOT_FOUND;
                case SftpConstants.SSH_FX_PERMISSION_DENIED -> Reason.FORBIDDEN;
                case SftpConstants.SSH_FX_NO_CONNECTION, SftpConstants.SSH_FX_CONNECTION_LOST -> Reason.UNREACHABLE;
                default -> Reason.FAILED;
            };
        }
        return cause instanceof SshException refused ? reason(refused.getDisconnectCode()) : Reason.UNREACHABLE;
    }

    private static Reason reason(int disconnect) {
        return switch (disconnect) {
            case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
                    SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME -> Reason.FORBIDDEN;
            case SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED -> Reason.FAILED;
            default -> Reason.UNREACHABLE;
        };
    }

    private static String detail(Exception cause) {
        return cause instanceof SftpException answer
                ? "%s (%s)".formatted(answer.getMessage(), SftpConstants.getStatusName(answer.getStatus()))
                : String.valueOf(cause.getMessage());
    }
}
