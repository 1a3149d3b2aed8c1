package dev.etiqueta.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientMemoryTest {

    private final ClientMemory memory = new ClientMemory(100);
    private final List<String> gaveWay = new ArrayList<>();

    @Test
    void letsOneThatIsAloneHaveAllItNeeds() {
        assertThat(share("large").take(1000)).isTrue();
        assertThat(gaveWay).isEmpty();
    }

    @Test
    void hasTheOneGiveWayThatWaitsLongest() {
        share("first").take(40);
        share("second").take(40);

        assertThat(share("third").take(40)).isTrue();
        assertThat(gaveWay).containsExactly("first");
    }

    @Test
    void hasAsManyGiveWayAsItTakes() {
        share("first").take(40);
        share("second").take(40);

        assertThat(share("third").take(90)).isTrue();
        assertThat(gaveWay).containsExactly("first", "second");
    }

    @Test
    void refusesWhereTheOthersAreInUse() {
        ClientMemory.Share used = share("used");
        used.take(90);
        used.settle();
        ClientMemory.Share refused = share("refused");

        assertThat(refused.take(20)).isFalse();
        assertThat(gaveWay).isEmpty();

        used.release();
        assertThat(share("next").take(90)).isTrue();
        assertThat(gaveWay).isEmpty();
    }

    @Test
    void countsWhatIsGivenBackOnce() {
        ClientMemory.Share share = share("share");
        share.take(60);
        share.release();
        share.release();

        share("other").take(60);
        assertThat(share("third").take(40)).isTrue();
        assertThat(gaveWay).isEmpty();
    }

    private ClientMemory.Share share(String name) {
        return memory.share(() -> gaveWay.add(name));
    }
}
