package dev.etiqueta.deployment;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the models come from.
 *
 * @param url of the git repository: https, ssh, file, or a path; where it is not set, the working directory, else the
 *     jar
 * @param revision a tag, a branch, a commit, or a pattern of tags such as {@code v*}, which means the newest; where it
 *     is not set, the repository's default branch
 * @param path of a .dvc file, or of an output that a dvc.lock tracks; models.dvc where it is not set
 * @param username for https, and for ssh with a password
 * @param password for https or ssh
 * @param token for https, in place of a password
 * @param privateKey the file of an ssh key; where it is not set, the user's own
 * @param passphrase of the private key
 * @param knownHosts the file with the ssh servers' keys; where it is not set, the user's own
 * @param allowedSigners the file with the ssh keys whose signatures of tags and commits count, in OpenSSH's form; where it
 *     is set, a revision needs a signature
 * @param allowedPgpKeys the file with the OpenPGP keys whose signatures count, likewise
 * @param timeout how long to wait for a connection, and for the next bytes
 */
@ConfigurationProperties(prefix = RepositoryProperties.PREFIX, ignoreUnknownFields = false)
record RepositoryProperties(
        @Nullable String url,
        @Nullable String revision,
        @Nullable String path,
        @Nullable String username,
        @Nullable String password,
        @Nullable String token,
        @Nullable Path privateKey,
        @Nullable String passphrase,
        @Nullable Path knownHosts,
        @Nullable Path allowedSigners,
        @Nullable Path allowedPgpKeys,
        @DefaultValue("10s") Duration timeout) {

    static final String PREFIX = "etiqueta.repository";

    /** @throws IllegalArgumentException for a time that is none, and a revision of no repository */
    RepositoryProperties {
        url = Texts.blankToNull(url);
        revision = Texts.blankToNull(revision);
        path = Texts.blankToNull(path);
        Durations.requirePositive(PREFIX + ".timeout", timeout);
        if (url == null && (allowedSigners != null || allowedPgpKeys != null)) {
            throw new IllegalArgumentException(PREFIX
                    + ".allowed-signers or .allowed-pgp-keys is set, and %s.url is not: who signed which repository?"
                            .formatted(PREFIX));
        }
        if (url == null && revision != null) {
            throw new IllegalArgumentException(PREFIX
                    + ".revision is '%s', and %s.url is not set: a revision of which repository?"
                            .formatted(revision, PREFIX));
        }
    }

    /** Says nothing of what may be secret. */
    @Override
    public String toString() {
        return "RepositoryProperties[revision=%s, path=%s]".formatted(revision, path);
    }
}
