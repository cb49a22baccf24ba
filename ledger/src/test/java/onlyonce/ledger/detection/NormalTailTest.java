package onlyonce.ledger.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalTailTest {

  /** From 0.5 erfc(z / √2) in double precision, where that still has digits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -8     | 2.892982399659862e-16
          -4     | 1.3754863381099472e-05
          -2     | 0.00999437953410871
           0     | 0.3010299956639812
           1     | 0.7995455414919704
           2     | 1.6430160801409368
           3     | 2.8696990359293686
           3.0001| 2.869841621110565
           5     | 6.542645672390654
           8     | 15.206142551017152
          37     | 299.2421811786099
          """)
  void phi_isTheTailsLogarithm(double z, double phi) {
    assertThat(NormalTail.phi(z)).isCloseTo(phi, Percentage.withPercentage(1e-8));
  }

  @Test
  void phi_growsAlways_alsoWhereProbabilitiesUnderflow() {
    double before = -1;
    for (double z = -37; z < 1e6; z += Math.max(0.01, z / 100)) {
      double phi = NormalTail.phi(z);
      assertThat(phi).as("phi of %s", z).isGreaterThanOrEqualTo(before).isFinite();
      before = phi;
    }
    assertThat(before).isGreaterThan(1e11);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 2, 4, 8, 12, 16, 300})
  void deviations_invertPhi(double threshold) {
    assertThat(NormalTail.phi(NormalTail.deviations(threshold)))
        .isCloseTo(threshold, within(1e-9))
        .isGreaterThanOrEqualTo(threshold);
  }
}
