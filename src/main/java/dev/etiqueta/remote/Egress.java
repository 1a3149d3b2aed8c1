package dev.etiqueta.remote;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which servers may be asked. Without a list of hosts that is any, but for those that only this machine can reach in
 * its own name: link-local addresses, and those where clouds hand out credentials. A redirect may lead to another host
 * only if it is on the list.
 *
 * @param hosts the list; empty for any host
 * @param schemes of remotes, such as {@code s3}; empty for all that are supported
 */
public record Egress(List<HostPattern> hosts, Set<String> schemes) {

    /** What applies where nothing is configured. */
    public static final Egress USUAL = new Egress(List.of(), Set.of());

    private static final String PROPERTY = "etiqueta.remote.allowed-hosts";

    public Egress {
        hosts = List.copyOf(hosts);
        schemes = Set.copyOf(schemes);
    }

    /**
     * Reads the lists of the configuration.
     *
     * @param hosts in the form of {@link HostPattern#parse}
     * @throws IllegalArgumentException if a host is none
     */
    public static Egress of(List<String> hosts, Set<String> schemes) {
        return new Egress(
                hosts.stream().map(HostPattern::parse).toList(),
                Set.copyOf(schemes.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList()));
    }

    /** Whether the list names a host. */
    boolean lists(URI server) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(server));
    }

    /** Whether a remote of this type may be read. */
    boolean allowsScheme(String scheme) {
        return schemes.isEmpty() || schemes.contains(scheme);
    }

    /**
     * Whether a redirect may be followed, by the names alone.
     *
     * @param from the server that was asked first
     */
    public boolean allowsRedirect(URI from, URI to) {
        return HostPattern.bare(HostPattern.of(from)).equals(HostPattern.bare(HostPattern.of(to))) || lists(to);
    }

    /**
     * Lets only servers through that may be asked. Their names are resolved for that, and it is the JVM's address cache
     * that has the connection made to what was checked.
     *
     * @param named whether the deployer has named the server, so that it needs no place on the list
     * @throws ForbiddenHostException if it may not be asked
     */
    public void check(URI server, boolean named) throws ForbiddenHostException {
        if (lists(server)) {
            return;
        }
        String host = HostPattern.of(server);
        if (!hosts.isEmpty() && !named) {
            throw new ForbiddenHostException(
                    "%s does not list the host %s".formatted(PROPERTY, HostPattern.shown(host)));
        }
        if (!HostPattern.isPlain(host)) {
            throw new ForbiddenHostException("%s is no plain name or address of a host, and %s does not list it"
                    .formatted(HostPattern.shown(host), PROPERTY));
        }
        if (InternalAddresses.isName(host) || resolvesToInternal(host)) {
            throw new ForbiddenHostException("%s is an address of this machine's own network, and %s does not list it"
                    .formatted(HostPattern.shown(host), PROPERTY));
        }
    }

    private static boolean resolvesToInternal(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(HostPattern.bare(host))) {
                if (InternalAddresses.contains(address)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            // Then only a proxy can know it, which has its own rules.
            return false;
        }
    }
}
