package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/99", ""})
    void trustsAddressesAndNetworksOnly(String proxy) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAddress(List.of(proxy)));
    }
}
