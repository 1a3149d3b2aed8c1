package dev.etiqueta.git;

import java.util.function.Predicate;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Answers JGit with the credentials of the settings: once, to the server of the url, and with nothing else. */
final class GivenCredentials extends CredentialsProvider {

    private final @Nullable String user;
    private final @Nullable String password;
    private final Predicate<URIish> trusted;
    private volatile boolean refused;

    /** @param trusted whether a server may be told */
    GivenCredentials(@Nullable String user, @Nullable String password, Predicate<URIish> trusted) {
        this.user = user;
        this.password = password;
        this.trusted = trusted;
    }

    /** Without this, no password is offered over ssh. */
    @Override
    public boolean isInteractive() {
        return password != null;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password
                    || item instanceof CredentialItem.InformationalMessage)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) throws UnsupportedCredentialItem {
        if (refused || password == null || !supports(items) || !trusted.test(uri)) {
            return false;
        }
        for (CredentialItem item : items) {
            if (item instanceof CredentialItem.Username name) {
                name.setValue(user);
            } else if (item instanceof CredentialItem.Password secret) {
                secret.setValue(password.toCharArray());
            }
        }
        return true;
    }

    /** JGit would send the same again, and an account may be locked by that. */
    @Override
    public void reset(URIish uri) {
        refused = true;
    }
}
