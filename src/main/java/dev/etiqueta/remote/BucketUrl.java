package dev.etiqueta.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a store that keeps objects by key: {@code scheme://bucket/prefix}.
 *
 * @param bucket what S3 and Google call a bucket, and Azure a container
 * @param prefix of all keys: empty, or ends in a slash
 */
record BucketUrl(String scheme, String bucket, String prefix) {

    private static final Pattern URL = Pattern.compile("\\w+://([A-Za-z0-9$][A-Za-z0-9._-]*)(?:/++([^?]*))?");

    /**
     * Takes the URL of a remote apart.
     *
     * @param scheme as messages name it
     * @throws RemoteOptionException if the URL names no bucket, or more than a bucket and a prefix
     */
    static BucketUrl of(RemoteSettings remote, String scheme) {
        Matcher url = URL.matcher(remote.url());
        if (!url.matches()) {
            // An @ may follow a password, so what was found is not shown.
            throw new RemoteOptionException(
                    remote,
                    "has a url that is not of the form %s://BUCKET/PREFIX".formatted(scheme),
                    "Run `dvc remote modify %s url %s://BUCKET/PREFIX`; all else is set by other options."
                            .formatted(remote.name(), scheme));
        }
        String prefix = url.group(2) == null ? "" : withoutSlashes(url.group(2));
        return new BucketUrl(scheme, url.group(1), prefix.isEmpty() ? "" : prefix + "/");
    }

    private static String withoutSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    /** The key of an object. */
    String key(String path) {
        return prefix + ObjectPath.checked(path);
    }

    /** The URL of an object. */
    String object(String path) {
        return "%s://%s/%s%s".formatted(scheme, bucket, prefix, path);
    }
}
