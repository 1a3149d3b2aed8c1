package dev.etiqueta.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The headers that a remote wants to see: which of its options count is DVC's rule for its type. */
final class HttpLogin {

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff]+");

    private final TypedOptions options;
    private final HttpLocation location;

    HttpLogin(TypedOptions options, HttpLocation location) {
        this.options = options;
        this.location = location;
    }

    /** Of {@code http://} and {@code https://}: {@code user} and {@code password} count with {@code auth} only. */
    Map<String, String> http() {
        String auth = options.text("auth").orElse("");
        return switch (auth.toLowerCase(Locale.ROOT)) {
            case "basic" -> basic();
            case "custom" -> custom();
            case "" -> bearer().orElseGet(() -> location.user().isEmpty() ? Map.of() : basic());
            default -> throw options.invalid("auth", auth, "basic or custom");
        };
    }

    /** Of {@code webdav://} and {@code webdavs://}: a token comes first, then a user, then a header. */
    Map<String, String> webdav() {
        return bearer().orElseGet(() -> {
            if (options.text("user").isPresent() || !location.user().isEmpty()) {
                return basic();
            }
            return options.text("custom_auth_header").isPresent() ? custom() : Map.of();
        });
    }

    private Optional<Map<String, String>> bearer() {
        return options.text("token").map(token -> header("token", "Authorization", "Bearer " + token));
    }

    private Map<String, String> basic() {
        String user = options.text("user")
                .or(() -> Optional.of(location.user()).filter(name -> !name.isEmpty()))
                .orElseGet(() -> options.required("user", "basic authentication"));
        String password = options.text("password")
                .or(() -> Optional.ofNullable(location.password()))
                .orElseGet(() -> options.required("password", "basic authentication"));
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return header(
                "password", "Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private Map<String, String> custom() {
        String name = options.required("custom_auth_header", "custom authentication");
        return header("password", name, options.required("password", "custom authentication"));
    }

    /** What no header can hold would end in a message of the JDK, with the secret in it. */
    private Map<String, String> header(String option, String name, String value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw new RemoteOptionException(
                    options.remote(),
                    "has a custom_auth_header that is no name of an HTTP header",
                    options.change("custom_auth_header", "X-Api-Key"));
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new RemoteOptionException(
                    options.remote(),
                    "has a %s with characters that no HTTP header can hold, such as a line break".formatted(option),
                    "Check how it was copied. " + options.changeSecret(option));
        }
        return Map.of(name, value);
    }
}
