package dev.etiqueta.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Addresses that a machine reaches in its own name: link-local ones, and those where clouds hand out credentials. Who
 * asks there is taken for the machine.
 */
final class InternalAddresses {

    /** Outside of the link-local ranges: of Amazon over IPv6, of Alibaba, of Oracle, and of Azure's host agent. */
    private static final Set<String> METADATA =
            Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192", "168.63.129.16");

    /** Where they do not resolve to a link-local address for whom they are meant, a proxy might know them. */
    private static final Set<String> NAMES = Set.of(
            "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal");

    /** Numbers that some resolvers take for an IPv4 address, and others for none: whole, octal or hexadecimal. */
    private static final Pattern NUMERIC =
            Pattern.compile("(0x[0-9a-f]{0,16}|\\d{1,20})(\\.(0x[0-9a-f]{0,16}|\\d{1,20})){0,3}");

    private static final Pattern CANONICAL = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private InternalAddresses() {}

    static boolean isName(String host) {
        String bare = HostPattern.bare(host);
        return NAMES.contains(bare)
                || (NUMERIC.matcher(bare).matches() && !CANONICAL.matcher(bare).matches());
    }

    static boolean contains(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address.getHostAddress().replaceFirst("%.*", ""))
                || containsEmbedded(address.getAddress());
    }

    /** An IPv4 address may come in the form of an IPv6 one: translated, or by the old rules of compatibility. */
    private static boolean containsEmbedded(byte[] address) {
        if (address.length != 16) {
            return false;
        }
        byte[] prefix = Arrays.copyOf(address, 12);
        boolean embedded = Arrays.equals(prefix, NAT64) || (Arrays.equals(prefix, new byte[12]) && address[12] != 0);
        try {
            return embedded && contains(InetAddress.getByAddress(Arrays.copyOfRange(address, 12, 16)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
