package dev.etiqueta.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Addresses that a machine reaches in its own name: link-local ones, and those where clouds hand out credentials. Who
 * asks there is taken for the machine.
 */
final class InternalAddresses {

    /** Outside of the link-local ranges: of Amazon and Google over IPv6, of Alibaba, of Oracle, of Azure's host agent. */
    private static final Set<String> METADATA = Set.of(
            "fd00:ec2:0:0:0:0:0:254",
            "fd00:ec2:0:0:0:0:0:23",
            "fd20:ce:0:0:0:0:0:254",
            "100.100.100.200",
            "192.0.0.192",
            "168.63.129.16");

    /** Where they do not resolve to a link-local address for whom they are meant, a proxy might know them. */
    private static final Set<String> NAMES = Set.of(
            "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal");

    /** Numbers that some resolvers take for an IPv4 address, and others for none: whole, octal or hexadecimal. */
    private static final Pattern NUMERIC =
            Pattern.compile("(0x[0-9a-f]{0,16}|\\d{1,20})(\\.(0x[0-9a-f]{0,16}|\\d{1,20})){0,3}");

    private static final Pattern CANONICAL = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    /**
     * Where an IPv6 address holds an IPv4 one: translated by NAT64, statelessly, for this network only, by 6to4, by
     * ISATAP, or by the old rules of compatibility.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6052#section-2.2">RFC 6052</a>
     */
    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(Pattern.compile("0064ff9b0{16}.{8}"), 12, 13, 14, 15),
            new Embedding(Pattern.compile("0064ff9b0001.{20}"), 12, 13, 14, 15),
            new Embedding(Pattern.compile("0064ff9b0001.{20}"), 6, 7, 9, 10),
            new Embedding(Pattern.compile("0{16}ffff0000.{8}"), 12, 13, 14, 15),
            new Embedding(Pattern.compile("2002.{28}"), 2, 3, 4, 5),
            new Embedding(Pattern.compile(".{16}0[02]005efe.{8}"), 12, 13, 14, 15),
            new Embedding(Pattern.compile("0{24}(?!00).{8}"), 12, 13, 14, 15));

    private record Embedding(Pattern form, int first, int second, int third, int fourth) {

        byte[] address(byte[] bytes) {
            return new byte[] {bytes[first], bytes[second], bytes[third], bytes[fourth]};
        }
    }

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

    private static boolean containsEmbedded(byte[] address) {
        String digits = HexFormat.of().formatHex(address);
        return EMBEDDINGS.stream()
                .filter(embedding -> embedding.form().matcher(digits).matches())
                .anyMatch(embedding -> contains(address(embedding.address(address))));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
