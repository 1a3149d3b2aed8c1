package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.dvc.RemoteOverrides;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

class ConfigurationTest {

    @Test
    void hasTheDefaultsOfTheReadme() {
        Binder nothing = binder(Map.of());

        assertThat(nothing.bindOrCreate(RepositoryProperties.PREFIX, RepositoryProperties.class))
                .isEqualTo(new RepositoryProperties(
                        null, null, null, null, null, null, null, null, null, null, null, Duration.ofSeconds(10)));
        assertThat(nothing.bindOrCreate(RemoteProperties.PREFIX, RemoteProperties.class))
                .isEqualTo(
                        new RemoteProperties(null, null, Map.of(), Duration.ofSeconds(10), List.of(), Set.of(), false));
        assertThat(nothing.bindOrCreate(CacheProperties.PREFIX, CacheProperties.class))
                .isEqualTo(new CacheProperties(null, DataSize.ofGigabytes(5)));
        assertThat(nothing.bindOrCreate(DeploymentProperties.PREFIX, DeploymentProperties.class))
                .isEqualTo(new DeploymentProperties(
                        Duration.ofMinutes(5), null, OnFailure.REFUSE, new DeploymentProperties.Proof(true, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "etiqueta.repository.timeout, 0s",
        "etiqueta.repository.timeout, -1s",
        "etiqueta.repository.revision, v1",
        "etiqueta.remote.timeout, 2d",
        "etiqueta.cache.max-size, 0B",
        "etiqueta.deployment.timeout, soon",
        "etiqueta.deployment.poll-interval, 0s",
    })
    void refusesWhatMakesNoSense(String property, String value) {
        Binder binder = binder(Map.of(property, value));

        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> RepositoryFactory.of(binder))
                .withMessageContaining(property.substring(0, property.lastIndexOf('.')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void takesAnEmptyVariableForOneThatIsNotSet(String empty) {
        RepositoryProperties properties = binder(Map.of(
                        "etiqueta.repository.url", empty,
                        "etiqueta.repository.revision", empty,
                        "etiqueta.repository.path", empty))
                .bind(RepositoryProperties.PREFIX, RepositoryProperties.class)
                .get();

        assertThat(properties.url()).isNull();
        assertThat(properties.revision()).isNull();
        assertThat(properties.path()).isNull();
    }

    @Test
    void takesEmptyVariablesOfTheRemoteForNone() {
        RemoteProperties properties = binder(Map.of(
                        "etiqueta.remote.name", "", "etiqueta.remote.url", " ", "etiqueta.remote.options.user", ""))
                .bind(RemoteProperties.PREFIX, RemoteProperties.class)
                .get();

        assertThat(properties.name()).isNull();
        assertThat(properties.url()).isNull();
        assertThat(new RemoteOverrides(null, null, properties.options()).options())
                .isEmpty();
    }

    @Test
    void readsTheOptionsOfDvcFromEnvironmentVariables() {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of("ETIQUETA_REMOTE_OPTIONS_ACCESS_KEY_ID=key", "ETIQUETA_REMOTE_OPTIONS_ENDPOINTURL=url")
                .applyTo(environment, TestPropertyValues.Type.SYSTEM_ENVIRONMENT);

        RemoteProperties properties = Binder.get(environment)
                .bind(RemoteProperties.PREFIX, RemoteProperties.class)
                .get();

        assertThat(new RemoteOverrides(null, null, properties.options()).options())
                .containsExactlyInAnyOrderEntriesOf(Map.of("access_key_id", "key", "endpointurl", "url"));
    }

    @Test
    void showsNoSecrets() {
        RepositoryProperties repository = new RepositoryProperties(
                "https://me:secret@example.com",
                null,
                null,
                "me",
                "secret",
                "secret",
                null,
                "secret",
                null,
                null,
                null,
                Duration.ofSeconds(1));
        RemoteProperties remote = new RemoteProperties(
                null,
                "https://me:secret@example.com",
                Map.of("password", "secret"),
                Duration.ofSeconds(1),
                List.of(),
                Set.of(),
                false);

        assertThat(repository + " " + remote).doesNotContain("secret");
    }

    @Test
    void cachesInTheFolderThatIsConfigured(@TempDir Path folder) {
        assertThat(CacheFolder.of(folder.resolve("x"), Map.of("XDG_CACHE_HOME", "/elsewhere"), "/home/me"))
                .isEqualTo(folder.resolve("x"));
    }

    @Test
    void cachesInTheUsersCacheFolderElse(@TempDir Path home) {
        assertThat(CacheFolder.of(null, Map.of(), home.toString())).isEqualTo(home.resolve(".cache/etiqueta"));
        assertThat(CacheFolder.of(null, Map.of("XDG_CACHE_HOME", home.toString()), "/nowhere"))
                .isEqualTo(home.resolve("etiqueta"));
    }

    @Test
    void cachesInATemporaryFolderWhereTheUserHasNone() {
        // Below a file nothing can be created, whoever the user is.
        Path temporary = CacheFolder.of(null, Map.of("HOME", ""), "?");
        assertThat(CacheFolder.of(null, Map.of("XDG_CACHE_HOME", "/dev/null"), "/dev/null"))
                .hasParentRaw(Path.of(System.getProperty("java.io.tmpdir")));

        assertThat(temporary).hasParentRaw(Path.of(System.getProperty("java.io.tmpdir")));
        assertThat(temporary).doesNotExist();
    }

    private static Binder binder(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties));
    }
}
