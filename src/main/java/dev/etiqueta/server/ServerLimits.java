package dev.etiqueta.server;

import java.time.Duration;
import java.util.List;

/**
 * What a client may take.
 *
 * @param time for the header of a request, for the request from its header to its last byte, and, beyond what
 *     {@linkplain UnreadAnswers its size allows}, for its answer
 * @param bodySize in bytes; of a longer body, the application sees that it is longer, and not all of it
 * @param addresses by which clients are told apart
 * @param probes path specifications, as servlets have them, of what is answered however much goes on
 */
public record ServerLimits(Duration time, long bodySize, ClientAddress addresses, List<String> probes) {

    public ServerLimits {
        probes = List.copyOf(probes);
    }
}
