package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100);

    @Test
    void refusesWhatIsTooMuchTogether() {
        budget.take(60, 0);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> budget.take(60, 0))
                .satisfies(e -> assertThat(e.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
        budget.giveBack(60);
        assertThatNoException().isThrownBy(() -> budget.take(60, 0));
    }

    @Test
    void letsOneThatIsAloneHaveAllItNeeds() {
        budget.take(90, 0);

        assertThatNoException().isThrownBy(() -> budget.take(90, 90));
    }
}
