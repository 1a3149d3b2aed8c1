package dev.etiqueta.security;

import dev.etiqueta.server.Arrival;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Where a request comes from: the address of its connection, or behind proxies that the deployer trusts, the last one in
 * {@code X-Forwarded-For} that is none of theirs. What stands before it, the client has written himself.
 */
public final class ClientAddress {

    private static final String FORWARDED = "X-Forwarded-For";
    private static final int IPV6_LENGTH = 16;

    private final List<IpAddressMatcher> proxies;

    /**
     * Trusts proxies.
     *
     * @param proxies addresses, or networks such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if one is neither
     */
    public ClientAddress(List<String> proxies) {
        this.proxies = proxies.stream().map(IpAddressMatcher::new).toList();
    }

    /** The address, as text. */
    public String of(HttpServletRequest request) {
        String address = Arrival.address(request);
        if (proxies.isEmpty()) {
            return address;
        }
        List<String> way = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders(FORWARDED))) {
            for (String hop : header.split(",", -1)) {
                way.add(hop.strip());
            }
        }
        for (int i = way.size() - 1; i >= 0 && isProxy(address) && isAddress(way.get(i)); i--) {
            address = way.get(i);
        }
        return address;
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    private static boolean isAddress(String hop) {
        try {
            return InetAddress.ofLiteral(hop).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Who is counted by it: of IPv6 the network, as who has one address has 2^64. */
    String client(HttpServletRequest request) {
        String address = of(request);
        if (!isAddress(address)) {
            return address;
        }
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return bytes.length == IPV6_LENGTH
                ? "%s/64".formatted(HexFormat.ofDelimiter(":").formatHex(bytes, 0, IPV6_LENGTH / 2))
                : address;
    }
}
