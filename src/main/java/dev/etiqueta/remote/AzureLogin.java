package dev.etiqueta.remote;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who reads a container.
 *
 * @param description where the credentials are from, for messages
 */
record AzureLogin(String description, Consumer<BlobContainerClientBuilder> credentials) {

    private static final String KEY = "account_key";
    private static final String SAS = "sas_token";
    private static final List<String> PRINCIPAL = List.of("tenant_id", "client_id", "client_secret");

    private static final RetryOptions ONCE = new RetryOptions(new FixedDelayOptions(0, Duration.ZERO));

    /**
     * Chooses it as DVC does. No token is asked for before the first request.
     *
     * @throws RemoteOptionException if an option is not usable, or others are missing beside it
     */
    static AzureLogin of(AzureSettings settings, String account, HttpClient http) {
        Optional<String> key = settings.text(KEY);
        Optional<String> sas = settings.text(SAS);
        if (key.isPresent()) {
            return new AzureLogin(KEY, builder -> builder.credential(sharedKey(settings, account, key.get())));
        }
        if (sas.isPresent()) {
            String token = sas.get().replaceAll("^\\?", "");
            return new AzureLogin(SAS, builder -> builder.sasToken(token));
        }
        if (PRINCIPAL.stream().anyMatch(option -> settings.text(option).isPresent())) {
            TokenCredential principal = principal(settings, http);
            return new AzureLogin(String.join(", ", PRINCIPAL), builder -> builder.credential(principal));
        }
        if (settings.options().flag("allow_anonymous_login")) {
            return new AzureLogin("no one", BlobContainerClientBuilder::setAnonymousAccess);
        }
        return new AzureLogin(
                "the remote's options, the environment, workload identity and managed identity",
                builder -> builder.credential(found(
                        settings.environment(),
                        http,
                        settings.options().remote().boundary())));
    }

    /** Of DVC's places those without a desktop, whose tools would need native libraries. */
    private static TokenCredential found(Map<String, String> environment, HttpClient http, Boundary boundary) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("AZURE_TOKEN_CREDENTIALS", "prod");
        Configuration servers = new ConfigurationBuilder(path -> Map.of(), path -> Map.of(), path -> variables).build();
        TokenCredential inProcess = new DefaultAzureCredentialBuilder()
                .configuration(servers)
                .httpClient(http)
                .retryOptions(ONCE)
                .build();
        // The command line of Azure is a process to start.
        return boundary.externalCredentials()
                ? new ChainedTokenCredentialBuilder()
                        .addLast(inProcess)
                        .addLast(new AzureCliCredentialBuilder().build())
                        .build()
                : inProcess;
    }

    private static StorageSharedKeyCredential sharedKey(AzureSettings settings, String account, String key) {
        try {
            Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw settings.invalid(
                    "has an %s that is not in base64".formatted(KEY),
                    settings.options().changeSecret(KEY));
        }
        return new StorageSharedKeyCredential(account, key);
    }

    private static TokenCredential principal(AzureSettings settings, HttpClient http) {
        List<String> values = PRINCIPAL.stream()
                .map(option -> settings.text(option)
                        .orElseThrow(() -> settings.invalid(
                                "has no %s; a service principal needs %s"
                                        .formatted(option, String.join(", ", PRINCIPAL)),
                                settings.options().changeSecret(option))))
                .toList();
        try {
            return new ClientSecretCredentialBuilder()
                    .tenantId(values.get(0))
                    .clientId(values.get(1))
                    .clientSecret(values.get(2))
                    .httpClient(http)
                    .retryOptions(ONCE)
                    .build();
        } catch (IllegalArgumentException e) {
            throw settings.invalid(
                    "has a tenant_id that is none", settings.options().changeSecret("tenant_id"));
        }
    }
}
