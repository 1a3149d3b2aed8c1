package dev.etiqueta;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The service with a thread of a pool beside it that takes memory, and tells nobody that it gets none. */
final class GreedyService {

    static final String TAKES_ALL = "takes-all";
    static final String ASKS_TOO_MUCH = "asks-too-much";

    private GreedyService() {}

    /** Starts the service, then does what the system property of that name says. */
    public static void main(String[] arguments) {
        Etiqueta.main(arguments);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        if (Boolean.getBoolean(ASKS_TOO_MUCH)) {
            pool.submit(() -> new byte[(int) Runtime.getRuntime().maxMemory()]);
        }
        if (Boolean.getBoolean(TAKES_ALL)) {
            pool.submit(GreedyService::takeAll);
        }
    }

    private static void takeAll() {
        List<byte[]> taken = new ArrayList<>();
        while (true) {
            try {
                taken.add(new byte[10_000]);
            } catch (OutOfMemoryError e) {
                // As a pool does.
            }
        }
    }
}
