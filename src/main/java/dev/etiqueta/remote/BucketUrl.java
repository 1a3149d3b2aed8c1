package dev.etiqueta.remote;

/**
 * The URL of a store that keeps objects by key: {@code scheme://bucket/prefix}.
 *
 * @param bucket what S3 calls a bucket, and Azure a container
 * @param prefix of all keys, without slashes around it; may be empty
 */
record BucketUrl(String scheme, String bucket, String prefix) {

    /** @throws RemoteOptionException if the URL names no bucket, or more than a bucket and a prefix */
    static BucketUrl parse(RemoteSettings settings) {
        String[] parts = settings.url().split("://", 2);
        String place = parts.length == 2 ? parts[1] : "";
        int slash = place.indexOf('/');
        String bucket = slash < 0 ? place : place.substring(0, slash);
        // An @ may follow a password, so what was found is not shown.
        if (!bucket.matches("[A-Za-z0-9$][A-Za-z0-9._-]*") || place.contains("?")) {
            throw new RemoteOptionException(
                    settings,
                    "has a url that is not of the form %s://BUCKET/PREFIX".formatted(parts[0]),
                    "Run `dvc remote modify %s url %s://BUCKET/PREFIX`; all else is set by other options."
                            .formatted(settings.name(), parts[0]));
        }
        return new BucketUrl(parts[0], bucket, place.substring(bucket.length()).replaceAll("^/+|/+$", ""));
    }

    /** The key of an object. */
    String key(String path) {
        return prefix.isEmpty() ? path : prefix + "/" + path;
    }

    /** The URL of an object. */
    String object(String path) {
        return "%s://%s/%s".formatted(scheme, bucket, key(path));
    }
}
