package onlyonce.cli.lab;

import java.util.List;
import java.util.Locale;

/**
 * One measured value, and whether it is good news.
 *
 * @param value for people and for JSON
 */
public record Cell(Value value, Tone tone) {

  /** How a value is told. */
  public sealed interface Value {}

  /** Words. */
  public record Words(String text) implements Value {}

  /** Names, or nothing. */
  public record Names(List<String> names) implements Value {
    public Names {
      names = List.copyOf(names);
    }
  }

  /** A number of things. */
  public record Count(long number) implements Value {}

  /** A duration in milliseconds. */
  public record Millis(double millis) implements Value {}

  /** A number with two decimals. */
  public record Decimal(double number) implements Value {}

  /** A part of one; people read it in percent. */
  public record Share(double share) implements Value {}

  /** What a reader's eye should stop at. */
  public enum Tone {
    PLAIN,
    GOOD,
    BAD
  }

  public static Cell words(String text) {
    return new Cell(new Words(text), Tone.PLAIN);
  }

  public static Cell names(List<String> names) {
    return new Cell(new Names(names), Tone.PLAIN);
  }

  public static Cell count(long number) {
    return new Cell(new Count(number), Tone.PLAIN);
  }

  public static Cell millis(double millis) {
    return new Cell(new Millis(millis), Tone.PLAIN);
  }

  public static Cell decimal(double number) {
    return new Cell(new Decimal(number), Tone.PLAIN);
  }

  public static Cell share(double share) {
    return new Cell(new Share(share), Tone.PLAIN);
  }

  /** The same value, marked. */
  public Cell toned(Tone other) {
    return new Cell(value, other);
  }

  /** For people; a duration of a second or more in seconds. */
  String text() {
    return switch (value) {
      case Words words -> words.text();
      case Names names -> names.names().isEmpty() ? "none" : String.join(", ", names.names());
      case Count count -> String.format(Locale.ROOT, "%,d", count.number());
      case Millis duration -> duration(duration.millis());
      case Decimal decimal -> String.format(Locale.ROOT, "%.2f", decimal.number());
      case Share share -> String.format(Locale.ROOT, "%.1f %%", 100 * share.share());
    };
  }

  private static String duration(double millis) {
    if (millis >= 1_000) {
      return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
    }
    return millis == 0
        ? "0 ms"
        : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** Whether columns of it are aligned as numbers are. */
  boolean isNumber() {
    return switch (value) {
      case Words _, Names _ -> false;
      case Count _, Millis _, Decimal _, Share _ -> true;
    };
  }
}
