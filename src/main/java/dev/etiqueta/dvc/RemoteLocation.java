package dev.etiqueta.dvc;

import dev.etiqueta.remote.Remote;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where the objects of an output are.
 *
 * @param name what the project calls the remote
 * @param opener opens it
 * @param isFolder whether it is a folder of this machine
 */
record RemoteLocation(String name, Supplier<Remote> opener, boolean isFolder) {

    private static final Pattern SCHEME = Pattern.compile("^[\\w+.-]+://.*", Pattern.DOTALL);

    /** Whether it is a URL, and not the path of a folder. */
    static boolean hasScheme(String url) {
        return SCHEME.matcher(url).matches();
    }
}
