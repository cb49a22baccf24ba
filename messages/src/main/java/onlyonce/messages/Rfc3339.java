package onlyonce.messages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Times on the wire. Reads and writes exactly what {@link Instant#parse} and {@link
 * Instant#toString} do; the usual spelling, {@code 2026-11-23T07:05:12.345Z}, several times faster:
 * every record has one.
 */
final class Rfc3339 {
  private static final int DATE_AND_TIME = "2026-11-23T07:05:12".length();
  private static final int WITH_MILLIS = "2026-11-23T07:05:12.345Z".length();
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int MAX_USUAL_YEAR = 9999;

  private Rfc3339() {}

  /**
   * @throws DateTimeException when the text is no time with a zone
   */
  static Instant parse(String text) {
    if (!hasUsualShape(text)) {
      return Instant.parse(text);
    }
    int hour = number(text, 11, 2);
    int second = number(text, 17, 2);
    if (hour > 23 || second > 59) {
      return Instant.parse(text); // Midnight as 24:00 and leap seconds have rules of their own.
    }
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    LocalTime time = LocalTime.of(hour, number(text, 14, 2), second);
    return Instant.ofEpochSecond(date.toEpochSecond(time, ZoneOffset.UTC), nanos(text));
  }

  private static boolean hasUsualShape(String text) {
    int length = text.length();
    if (length < DATE_AND_TIME + 1 || length > DATE_AND_TIME + 11) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            default ->
                i == length - 1
                    ? c == 'Z'
                    : i == DATE_AND_TIME ? c == '.' && i < length - 2 : c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static int nanos(String text) {
    int nanos = 0;
    for (int i = DATE_AND_TIME + 1; i <= DATE_AND_TIME + 9; i++) {
      nanos = nanos * 10 + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
    }
    return nanos;
  }

  static String format(Instant time) {
    int nanos = time.getNano();
    long day = Math.floorDiv(time.getEpochSecond(), 86_400L);
    if (nanos == 0 || nanos % NANOS_PER_MILLI != 0 || Math.abs(day) > 2_000_000L) {
      return time.toString();
    }
    LocalDate date = LocalDate.ofEpochDay(day);
    if (date.getYear() < 0 || date.getYear() > MAX_USUAL_YEAR) {
      return time.toString();
    }
    int second = (int) Math.floorMod(time.getEpochSecond(), 86_400L);
    char[] text = new char[WITH_MILLIS];
    put(text, 0, 4, date.getYear(), '-');
    put(text, 5, 2, date.getMonthValue(), '-');
    put(text, 8, 2, date.getDayOfMonth(), 'T');
    put(text, 11, 2, second / 3_600, ':');
    put(text, 14, 2, second / 60 % 60, ':');
    put(text, 17, 2, second % 60, '.');
    put(text, 20, 3, nanos / NANOS_PER_MILLI, 'Z');
    return new String(text);
  }

  /** A number with leading zeros, and what follows it. */
  private static void put(char[] text, int from, int digits, int number, char next) {
    int rest = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    text[from + digits] = next;
  }
}
