package dev.etiqueta.remote;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.http.HttpClient.Version;

/**
 * A client of one container.
 *
 * @param credentials where they are from, for messages
 */
record AzureContainer(BlobContainerAsyncClient client, String credentials) {

    private static final String ACCOUNT = "account_name";
    private static final String CONNECTION = "connection_string";

    /** @throws RemoteOptionException if the options are not usable */
    static AzureContainer of(AzureSettings settings, String name, HttpClient http) {
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder()
                .containerName(name)
                .httpClient(http)
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, (Integer) null, null, null, null));
        if (settings.text(CONNECTION).isPresent()) {
            return connected(settings, builder, settings.text(CONNECTION).get());
        }
        String account = account(settings);
        AzureLogin login = AzureLogin.of(settings, account, http);
        builder.endpoint("https://%s.blob.core.windows.net".formatted(account));
        login.credentials().accept(builder);
        return new AzureContainer(builder.buildAsyncClient(), login.description());
    }

    private static AzureContainer connected(AzureSettings settings, BlobContainerClientBuilder builder, String text) {
        try {
            return new AzureContainer(builder.connectionString(text).buildAsyncClient(), CONNECTION);
        } catch (RuntimeException e) {
            // Its message may quote the key, so it is no cause either.
            throw settings.invalid(
                    "has a connection_string that is none",
                    "Copy it from the access keys of the storage account. "
                            + settings.options().changeSecret(CONNECTION));
        }
    }

    private static String account(AzureSettings settings) {
        String account = settings.text(ACCOUNT)
                .orElseThrow(() -> settings.invalid(
                        "names no storage account: it has neither account_name nor connection_string",
                        settings.options().change(ACCOUNT, "NAME")));
        if (!account.matches("[a-z0-9-]{3,63}")) {
            throw settings.invalid(
                    "has the account_name '%s'; names of storage accounts have 3 to 24 lower-case letters and digits"
                            .formatted(account),
                    settings.options().change(ACCOUNT, "NAME"));
        }
        return account;
    }

    /** Connections as the options want them. */
    static HttpClient http(TypedOptions options) {
        return new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().version(Version.HTTP_1_1))
                .connectionTimeout(options.seconds("connection_timeout"))
                .responseTimeout(options.seconds("read_timeout"))
                .readTimeout(options.seconds("read_timeout"))
                .build();
    }
}
