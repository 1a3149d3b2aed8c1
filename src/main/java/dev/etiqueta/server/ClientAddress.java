package dev.etiqueta.server;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Where a request comes from: the address of its connection, or behind proxies that the deployer trusts, the last one in
 * {@code X-Forwarded-For} that is none of theirs. What stands before it, the client has written himself.
 */
public final class ClientAddress {

    private static final int IPV6_LENGTH = 16;

    /** Of a connection within the host, which has no address. */
    private static final String LOCAL = "local";

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

    /** Who is counted by it, as text: of IPv6 the network, as who has one address has 2^64. */
    public String client(HttpServletRequest request) {
        return client(of(ServletContextRequest.getServletContextRequest(request)));
    }

    /**
     * The same of a connection that is not the web server's.
     *
     * @param address at its other end; null within the host
     * @param forwarded what is said of the way of the request
     */
    public String client(@Nullable InetAddress address, List<String> forwarded) {
        return client(of(address, forwarded));
    }

    private static String client(@Nullable InetAddress address) {
        if (address == null) {
            return LOCAL;
        }
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_LENGTH
                ? "%s/64".formatted(HexFormat.ofDelimiter(":").formatHex(bytes, 0, IPV6_LENGTH / 2))
                : address.getHostAddress();
    }

    /** The same client by something that is made in no time. */
    Object key(Request request) {
        InetAddress address = of(request);
        return address == null ? LOCAL : key(address);
    }

    static Object key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_LENGTH ? (Object) ByteBuffer.wrap(bytes).getLong() : address;
    }

    /** Null within the host. */
    private @Nullable InetAddress of(Request request) {
        InetAddress address = ofConnection(request);
        return proxies.isEmpty()
                ? address
                : of(address, request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
    }

    private @Nullable InetAddress of(@Nullable InetAddress address, List<String> forwarded) {
        if (proxies.isEmpty() || address == null) {
            return address;
        }
        List<String> way = new ArrayList<>();
        for (String header : forwarded) {
            for (String hop : header.split(",", -1)) {
                way.add(hop.strip());
            }
        }
        for (int i = way.size() - 1; i >= 0 && isProxy(address); i--) {
            InetAddress before = parse(way.get(i));
            if (before == null) {
                break;
            }
            address = before;
        }
        return address;
    }

    /** Headers do not change it, whatever reads them. */
    static @Nullable InetAddress ofConnection(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint().getRemoteSocketAddress()
                        instanceof InetSocketAddress internet
                ? internet.getAddress()
                : null;
    }

    private boolean isProxy(InetAddress address) {
        String text = address.getHostAddress();
        return proxies.stream().anyMatch(proxy -> proxy.matches(text));
    }

    private static @Nullable InetAddress parse(String hop) {
        try {
            return InetAddress.ofLiteral(hop);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
