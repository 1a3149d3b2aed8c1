package dev.etiqueta.remote;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;

/** A container of Azure Blob Storage. The right to read blobs is all that it needs. */
final class AzureRemote implements Remote {

    private static final DownloadRetryOptions ONCE = new DownloadRetryOptions().setMaxRetryRequests(0);

    private final TypedOptions options;
    private final boolean named;
    private final BucketUrl url;
    private final String endpoint;
    private final AzureContainer container;

    private AzureRemote(AzureSettings settings, BucketUrl url, AzureContainer container) {
        this.options = settings.options();
        this.named = settings.isServerNamed();
        this.url = url;
        this.endpoint = container.client().getAccountUrl().replaceAll("\\?.*", "");
        this.container = container;
    }

    /**
     * Prepares to read, without a connection yet.
     *
     * @throws RemoteOptionException if the settings are not usable
     */
    static AzureRemote open(RemoteSettings settings) {
        return open(settings, System.getenv());
    }

    static AzureRemote open(RemoteSettings settings, Map<String, String> environment) {
        AzureSettings azure = new AzureSettings(new TypedOptions(settings), environment);
        return open(azure, AzureContainer.http(azure.options()));
    }

    static AzureRemote open(AzureSettings azure, HttpClient http) {
        BucketUrl url = BucketUrl.of(azure.options().remote(), "azure");
        return new AzureRemote(azure, url, AzureContainer.of(azure, url.bucket(), http));
    }

    @Override
    public InputStream open(String path) throws RemoteException {
        String address = address(path);
        options.allow(URI.create(endpoint), named, address);
        try {
            BlobDownloadAsyncResponse response = container
                    .client()
                    .getBlobAsyncClient(url.key(path))
                    .downloadStreamWithResponse(null, ONCE, null, false)
                    .block();
            if (response == null) {
                throw new IllegalStateException("a download without an answer");
            }
            BufferStream body = new BufferStream(response.getValue());
            return new CheckedStream(body, cause -> HttpFailure.broken(address, cause));
        } catch (RuntimeException e) {
            throw failure(address, e);
        }
    }

    private RemoteException failure(String address, RuntimeException e) {
        BlobStorageException refusal = HttpFailure.find(BlobStorageException.class, e);
        if (refusal != null) {
            return refused(address, refusal);
        }
        if (HttpFailure.find(CredentialUnavailableException.class, e) != null) {
            String detail = "no Azure credentials were found; looked for them in " + container.credentials();
            return new RemoteException(Reason.FORBIDDEN, address, detail, e);
        }
        if (HttpFailure.find(ClientAuthenticationException.class, e) != null) {
            String detail = "no Azure token is given for the credentials of " + container.credentials();
            return new RemoteException(Reason.FORBIDDEN, address, detail, e);
        }
        return HttpFailure.unanswered(address, e);
    }

    private RemoteException refused(String address, BlobStorageException e) {
        BlobErrorCode code = e.getErrorCode();
        if (BlobErrorCode.CONTAINER_NOT_FOUND.equals(code)) {
            String detail = "there is no container '%s' (ContainerNotFound)".formatted(url.bucket());
            return new RemoteException(Reason.FAILED, address, detail, e);
        }
        return HttpFailure.refused(address, e.getStatusCode(), code == null ? null : code.toString(), e);
    }

    @Override
    public String address(String path) {
        return url.object(path) + " at " + endpoint;
    }
}
