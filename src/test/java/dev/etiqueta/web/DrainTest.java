package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import dev.etiqueta.server.Drain;
import dev.etiqueta.web.HttpTester.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class DrainTest {

    @Test
    void answersAndAsksForOtherConnectionsUntilItIsOver(@LocalServerPort int port, @Autowired Drain beforeTheServer) {
        HttpTester http = new HttpTester(port);
        assertThat(http.post("/predict", "image/png", TestDigits.png(0))
                        .headers()
                        .map()
                        .toString())
                .doesNotContain("close");
        assertThat(beforeTheServer.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE);

        beforeTheServer.stop();

        Answer answer = http.post("/predict", "image/png", TestDigits.png(0));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void callsBackWhenTheTimeIsOver() {
        AtomicBoolean over = new AtomicBoolean();

        Drain endless = new Drain(Duration.ofDays(1));
        endless.start();
        assertThat(endless.isRunning()).isTrue();
        endless.stop(() -> over.set(true));
        assertThat(endless.isRunning()).isFalse();
        assertThat(endless.isDraining()).isTrue();
        endless.start();
        assertThat(endless.isDraining()).isFalse();
        assertThat(over).isFalse();

        new Drain(Duration.ZERO).stop(() -> over.set(true));
        await().untilTrue(over);
    }

    @Test
    void refusesANegativeTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShutdownProperties(Duration.ofSeconds(-1)))
                .withMessageContaining("etiqueta.shutdown.drain");
    }
}
