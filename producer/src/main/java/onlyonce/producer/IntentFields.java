package onlyonce.producer;

import java.util.List;
import java.util.regex.Pattern;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CurrencyCode;

/**
 * The seven fields of a line, as text. A field that the type has no use for is empty. CSV has them
 * as columns; other formats use the same names.
 */
record IntentFields(
    String type,
    String ref,
    String account,
    String from,
    String to,
    String amountMinor,
    String currency) {
  static final List<String> NAMES =
      List.of("type", "ref", "account", "from", "to", "amount_minor", "currency");

  private static final int MAX_REF = 200;
  private static final int MAX_SHOWN = 80;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

  /** The fields of a line that has one value for each of {@link #NAMES}. */
  static IntentFields of(List<String> values) {
    return new IntentFields(
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5),
        values.get(6));
  }

  /** The line's meaning, or why it has none. */
  Line toLine(long number) {
    try {
      return new Line.Wanted(number, checkedRef(), intent());
    } catch (IllegalArgumentException e) {
      return new Line.Malformed(number, String.valueOf(e.getMessage()));
    }
  }

  private Intent intent() {
    return switch (type) {
      case "open" -> {
        requireEmpty("from", from);
        requireEmpty("to", to);
        yield new Intent.OpenAccount(account("account", account), currencyCode(), amount());
      }
      case "transfer" -> {
        requireEmpty("account", account);
        yield new Intent.MakeTransfer(
            account("from", from), account("to", to), new Amount(amount()), currencyCode());
      }
      default ->
          throw new IllegalArgumentException(
              "type must be open or transfer but is " + quoted(type));
    };
  }

  private String checkedRef() {
    require("ref", ref);
    if (ref.length() > MAX_REF || ref.codePoints().anyMatch(IntentFields::isUnprintable)) {
      throw new IllegalArgumentException(
          "ref must be 1 to "
              + MAX_REF
              + " characters without control characters but is "
              + quoted(ref));
    }
    return ref;
  }

  private static AccountId account(String name, String value) {
    require(name, value);
    try {
      return AccountId.ofClient(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " must be 1 to 64 characters of A-Z a-z 0-9 . _ : - but is " + quoted(value), e);
    }
  }

  private long amount() {
    require("amount_minor", amountMinor);
    if (!INTEGER.matcher(amountMinor).matches()) {
      throw new IllegalArgumentException(
          "amount_minor must be an integer of minor units, at most "
              + Amount.MAX_MINOR
              + ", but is "
              + quoted(amountMinor));
    }
    return Long.parseLong(amountMinor);
  }

  private CurrencyCode currencyCode() {
    require("currency", currency);
    try {
      return new CurrencyCode(currency);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "currency must be an ISO 4217 code in upper case but is " + quoted(currency), e);
    }
  }

  private void requireEmpty(String name, String value) {
    if (!value.isEmpty()) {
      throw new IllegalArgumentException(
          name + " must be empty in a line of type " + type + " but is " + quoted(value));
    }
  }

  private static void require(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /** The value between quotes, short and without control characters, fit for one line of text. */
  static String quoted(String value) {
    return '"' + printable(value, MAX_SHOWN) + '"';
  }

  /** At most so many characters, without control characters and halves of characters. */
  static String printable(String value, int maxCharacters) {
    StringBuilder text = new StringBuilder();
    value.codePoints().limit(maxCharacters).map(IntentFields::shown).forEach(text::appendCodePoint);
    return value.codePoints().skip(maxCharacters).findAny().isPresent()
        ? text.append('…').toString()
        : text.toString();
  }

  private static int shown(int character) {
    return isUnprintable(character) ? 0xFFFD : character;
  }

  /** Half of a pair cannot be written as UTF-8; JSON can ask for one. */
  private static boolean isUnprintable(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
