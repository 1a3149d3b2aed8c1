package dev.etiqueta.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of an Azure remote, and where they are silent the variables that DVC looks at.
 *
 * @param environment the variables, by their names
 */
record AzureSettings(TypedOptions options, Map<String, String> environment) {

    private static final Map<String, List<String>> VARIABLES = Map.of(
            "connection_string", List.of("AZURE_STORAGE_CONNECTION_STRING"),
            "account_name", List.of("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME"),
            "account_key", List.of("AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY"),
            "sas_token", List.of("AZURE_STORAGE_SAS_TOKEN"),
            "tenant_id", List.of("AZURE_STORAGE_TENANT_ID"),
            "client_id", List.of("AZURE_STORAGE_CLIENT_ID"),
            "client_secret", List.of("AZURE_STORAGE_CLIENT_SECRET"));

    /** An option, else its variable. */
    Optional<String> text(String option) {
        return options.text(option).or(() -> VARIABLES.getOrDefault(option, List.of()).stream()
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst());
    }

    /** Whether the deployer has named the server: only he gives connection strings, and they do. */
    boolean isServerNamed() {
        return options.remote().boundary().named() || text("connection_string").isPresent();
    }

    RemoteOptionException invalid(String problem, String action) {
        return new RemoteOptionException(options.remote(), problem, action);
    }
}
