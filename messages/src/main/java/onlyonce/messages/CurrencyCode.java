package onlyonce.messages;

import java.util.Currency;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An ISO 4217 currency code, upper case, such as {@code EUR}. */
public record CurrencyCode(String value) {
  private static final Map<String, Currency> KNOWN =
      Currency.getAvailableCurrencies().stream()
          .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));

  /**
   * @throws IllegalArgumentException when the code is not in ISO 4217
   */
  public CurrencyCode {
    if (!KNOWN.containsKey(value)) {
      throw new IllegalArgumentException(
          "currency must be an ISO 4217 code but is \"" + value + '"');
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
