package onlyonce.ledger.detection;

/**
 * The upper tail of the standard normal distribution on a logarithmic scale, where it neither
 * underflows to 0 nor loses its digits: φ(z) = −log₁₀ Q(z) with Q(z) = P(Z > z).
 */
final class NormalTail {
  private static final double LN_10 = Math.log(10);
  private static final double LN_SQRT_2_PI = 0.5 * Math.log(2 * Math.PI);

  /** Below it the series converges fast, above it the continued fraction does. */
  private static final double FAR = 3;

  private static final int FRACTION_DEPTH = 60;
  private static final int BISECTIONS = 80;

  private NormalTail() {}

  /** φ: 0.3 at the mean, 1.6 two deviations above it, 15.2 eight above it. */
  static double phi(double z) {
    if (z > FAR) {
      return (z * z / 2 + LN_SQRT_2_PI + Math.log(fraction(z))) / LN_10;
    }
    if (z < -FAR) {
      double below = Math.exp(-z * z / 2 - LN_SQRT_2_PI) / fraction(-z);
      return -Math.log1p(-below) / LN_10;
    }
    return -Math.log(0.5 - middle(z)) / LN_10;
  }

  /** How many deviations above the mean φ comes to this threshold; the inverse of φ. */
  static double deviations(double threshold) {
    double low = -40;
    double high = 100;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (phi(middle) < threshold) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Laplace's: Q(z) is the density divided by z + 1/(z + 2/(z + 3/(z + …))). */
  private static double fraction(double z) {
    double fraction = z;
    for (int k = FRACTION_DEPTH; k >= 1; k--) {
      fraction = z + k / fraction;
    }
    return fraction;
  }

  /** P(0 < Z < z), negative below the mean: the density times z + z³/3 + z⁵/(3·5) + … */
  private static double middle(double z) {
    double term = z;
    double sum = z;
    for (int n = 3; Math.abs(term) > 1e-18; n += 2) {
      term *= z * z / n;
      sum += term;
    }
    return sum * Math.exp(-z * z / 2 - LN_SQRT_2_PI);
  }
}
