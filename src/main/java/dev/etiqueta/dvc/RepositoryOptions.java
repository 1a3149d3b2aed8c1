package dev.etiqueta.dvc;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a repository may say of a remote: where the objects are, and nothing of the machine that reads them. Files,
 * profiles, commands, credentials and certificates are the deployer's.
 *
 * @see <a href="https://dvc.org/doc/user-guide/data-management/remote-storage">DVC's documentation of the options</a>
 */
final class RepositoryOptions {

    private static final Set<String> TAKEN = Set.of(
            "url",
            "endpointurl",
            "region",
            "account_name",
            "allow_anonymous_login",
            "auth",
            "custom_auth_header",
            "user",
            "port",
            "version_aware",
            "worktree");

    /** What names a file, a profile, a command, a secret or a certificate, in any type of remote that DVC knows. */
    private static final Set<String> REFUSED = Set.of(
            "access_key_id",
            "account_key",
            "cert_path",
            "client_id",
            "client_secret",
            "configpath",
            "connection_string",
            "credentialpath",
            "gdrive_client_id",
            "gdrive_client_secret",
            "gdrive_service_account_json_file_path",
            "gdrive_user_credentials_file",
            "kerb_ticket",
            "key_path",
            "keyfile",
            "known_hosts",
            "oss_key_id",
            "oss_key_secret",
            "passphrase",
            "password",
            "profile",
            "sas_token",
            "secret_access_key",
            "session_token",
            "sse_customer_key",
            "tenant_id",
            "token");

    /** Certificates are verified by default, and a repository may say so. */
    private static final String VERIFY = "ssl_verify";

    /** No url is longer. */
    private static final int LONGEST_VALUE = 2048;

    private RepositoryOptions() {}

    /**
     * The options that are taken. Those that only concern writing, and those that no version knew when this was
     * written, are left aside.
     *
     * @param file how messages call where they stand
     * @throws DvcException if one is the deployer's; names the first
     */
    static Map<String, String> taken(String file, String remote, Map<String, String> options) {
        Map<String, String> taken = new LinkedHashMap<>();
        options.forEach((key, value) -> {
            boolean verifies =
                    key.equals(VERIFY) && value.toLowerCase(Locale.ROOT).equals("true");
            if (REFUSED.contains(key) || (key.equals(VERIFY) && !verifies)) {
                throw refused(file, remote, key);
            }
            if (TAKEN.contains(key)) {
                requireShort(file, key, value);
                if (key.equals(ConfigLevel.URL) && hasPassword(value)) {
                    throw refused(file, remote, "password");
                }
                taken.put(key, value);
            }
        });
        return taken;
    }

    private static void requireShort(String file, String key, String value) {
        if (value.length() > LONGEST_VALUE) {
            throw new DvcException(
                    "%s has a value of %d characters for '%s', expected at most %d"
                            .formatted(file, value.length(), key, LONGEST_VALUE),
                    "Correct it with `dvc remote modify`.");
        }
    }

    private static boolean hasPassword(String url) {
        int start = url.indexOf("://");
        String authority = start < 0 ? "" : url.substring(start + 3).replaceFirst("[/?#].*", "");
        int at = authority.lastIndexOf('@');
        return at >= 0 && authority.substring(0, at).indexOf(':') >= 0;
    }

    private static DvcException refused(String file, String remote, String option) {
        return new DvcException(
                "%s sets '%s' of the remote '%s', which a repository may not: only the deployer decides it"
                        .formatted(file, option, Names.shown(remote)),
                "Take it out of the repository, and set etiqueta.remote.options.%s where the service runs; in a working"
                                .formatted(option)
                        + " tree `dvc remote modify --local` does. With etiqueta.remote.url, the repository is not asked.");
    }
}
