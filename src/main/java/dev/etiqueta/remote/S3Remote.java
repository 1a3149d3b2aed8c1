package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.InputStream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A bucket of Amazon S3, or of a store that speaks its protocol. The right to get objects is all that it needs. */
final class S3Remote implements Remote {

    private final S3Settings settings;
    private final BucketUrl url;
    private final S3Credentials credentials;
    private final S3Client client;

    private S3Remote(S3Settings settings, BucketUrl url, S3Credentials credentials, S3Client client) {
        this.settings = settings;
        this.url = url;
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
        return new S3Remote(s3, url, credentials, S3Clients.create(s3, credentials));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // CheckedStream closes it
    public InputStream open(String path) throws RemoteException {
        String address = address(path);
        settings.options().allow(settings.server(), settings.isServerNamed(), address);
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
        return settings.endpoint()
                .map(endpoint -> url.object(path) + " at " + endpoint)
                .orElse(url.object(path));
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
