package dev.etiqueta.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/99", ""})
    void trustsAddressesAndNetworksOnly(String proxy) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAddress(List.of(proxy)));
    }

    @Test
    void countsNetworksOfIpv6() throws UnknownHostException {
        assertThat(key("2001:db8::1")).isEqualTo(key("2001:db8::ffff:1")).isNotEqualTo(key("2001:db8:0:1::1"));
        assertThat(key("192.0.2.1")).isEqualTo(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    }

    private static Object key(String address) throws UnknownHostException {
        return ClientAddress.key(InetAddress.getByName(address));
    }
}
