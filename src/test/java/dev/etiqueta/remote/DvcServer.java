package dev.etiqueta.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A server that DVC can push to, on this machine and for one test. */
interface DvcServer extends AutoCloseable {

    /** What {@code dvc remote add} is told. */
    String url();

    /** What {@code dvc remote modify --local} is told, secrets included; also what the remote is read with. */
    Map<String, String> options();

    /** What reading needs beside them: DVC takes servers of any host key. */
    default Map<String, String> readingOptions() {
        return Map.of();
    }

    /** The options with a secret that is wrong; none where the server would not mind. */
    Map<String, String> wrongOptions();

    /** Where objects have to be copied to from a folder, because DVC cannot push here; null where it can. */
    default Path folder() {
        return null;
    }

    @Override
    void close();

    /** Starts one that keeps what it needs in a folder. */
    interface Start {
        DvcServer in(Path folder) throws IOException, InterruptedException;
    }
}
