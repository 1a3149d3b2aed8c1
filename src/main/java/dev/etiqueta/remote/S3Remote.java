package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A bucket of Amazon S3, or of a store that speaks its protocol. The right to get objects is all that it needs. */
final class S3Remote implements Remote {

    /** Amazon's own hosts are below it. */
    private static final URI AMAZON = URI.create("https://s3.amazonaws.com");

    private final TypedOptions options;
    private final BucketUrl url;
    private final @Nullable URI endpoint;
    private final S3Credentials credentials;
    private final S3Client client;

    private S3Remote(
            TypedOptions options, BucketUrl url, @Nullable URI endpoint, S3Credentials credentials, S3Client client) {
        this.options = options;
        this.url = url;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.client = client;
    }

    /**
     * Prepares to read, without a connection yet.
     *
     * @throws RemoteOptionException if the settings are not usable
     */
    static S3Remote open(RemoteSettings settings) {
        BucketUrl url = BucketUrl.of(settings, "s3");
        S3Settings s3 = S3Settings.of(settings);
        S3Credentials credentials = S3Credentials.of(s3);
        return new S3Remote(
                s3.options(), url, s3.endpoint().orElse(null), credentials, S3Clients.create(s3, credentials));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // CheckedStream closes it
    public InputStream open(String path) throws RemoteException {
        String address = address(path);
        options.allow(endpoint == null ? AMAZON : endpoint, address);
        try {
            ResponseInputStream<GetObjectResponse> body =
                    client.getObject(request -> request.bucket(url.bucket()).key(url.key(path)));
            return new CheckedStream(body, cause -> HttpFailure.broken(address, cause), body::abort);
        } catch (AwsServiceException e) {
            throw refused(address, e);
        } catch (AbortedException e) {
            Thread.currentThread().interrupt();
            throw HttpFailure.unanswered(address, e);
        } catch (S3Credentials.MissingException e) {
            throw new RemoteException(Reason.FORBIDDEN, address, e.places(), e);
        } catch (RuntimeException e) {
            throw HttpFailure.unanswered(address, e);
        }
    }

    private RemoteException refused(String address, AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        if ("NoSuchBucket".equals(code)) {
            String detail = "there is no bucket '%s' (NoSuchBucket)".formatted(url.bucket());
            return new RemoteException(Reason.FAILED, address, detail, e);
        }
        return HttpFailure.refused(address, e.statusCode(), code, e);
    }

    @Override
    public String address(String path) {
        return endpoint == null ? url.object(path) : url.object(path) + " at " + endpoint;
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
