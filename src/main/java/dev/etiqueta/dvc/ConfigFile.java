package dev.etiqueta.dvc;

import dev.etiqueta.configobj.ConfigObj;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A DVC configuration file.
 *
 * @see <a href="https://dvc.org/doc/user-guide/project-structure/configuration">DVC's documentation</a>
 */
final class ConfigFile {

    private static final String REMOTE = "remote";

    private final ConfigObj file;

    private ConfigFile(ConfigObj file) {
        this.file = file;
    }

    /** @throws dev.etiqueta.configobj.ConfigObjException if DVC would not read it; it names the line */
    static ConfigFile parse(String name, String text) {
        return new ConfigFile(ConfigObj.parse(name, text));
    }

    /** The name of the remote that is used where an output names none, in lower case. */
    Optional<String> defaultRemote() {
        return file.text("core", REMOTE).filter(name -> !name.isEmpty()).map(name -> name.toLowerCase(Locale.ROOT));
    }

    /**
     * What the file says of a remote by option, in lower case; nothing where it does not know the remote.
     *
     * @throws dev.etiqueta.configobj.ConfigObjException if an option is a list; no remote has such
     */
    Map<String, String> remoteOptions(String remote) {
        return section(remote).map(file::texts).orElse(Map.of());
    }

    /** The last section that is called so: DVC takes that one where spaces make two of them. */
    private Optional<String> section(String remote) {
        String quoted = '"' + remote.toLowerCase(Locale.ROOT) + '"';
        return file.sectionNames().stream()
                .filter(section -> section.strip().startsWith(REMOTE))
                .filter(section ->
                        section.strip().substring(REMOTE.length()).strip().equals(quoted))
                .reduce((first, second) -> second);
    }
}
