package onlyonce.messages;

import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An ISO 4217 currency code, upper case, such as {@code EUR}. */
public record CurrencyCode(String value) {
  private static final Set<String> KNOWN =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, CurrencyCode> CODES =
      KNOWN.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), CurrencyCode::new));

  /**
   * @throws IllegalArgumentException when the code is not in ISO 4217
   */
  public CurrencyCode {
    if (!KNOWN.contains(value)) {
      throw new IllegalArgumentException(
          "currency must be an ISO 4217 code but is \"" + value + '"');
    }
  }

  /**
   * The code by that name, one object for all who ask.
   *
   * @throws IllegalArgumentException when the code is not in ISO 4217
   */
  public static CurrencyCode of(String value) {
    CurrencyCode known = CODES.get(value);
    return known != null ? known : new CurrencyCode(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
