package onlyonce.producer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Opens what people name: a file by its suffix, another file and standard input by what they hold.
 */
public final class OpenSource {
  private static final Pattern JOURNAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** A file's SHA-256, and the generator's journals: taken names. */
  private static final Pattern TAKEN = Pattern.compile("[0-9a-f]{64}|generator-.*");

  private OpenSource() {}

  /**
   * Opens a file: {@code .csv} is CSV, {@code .jsonl} and {@code .ndjson} are JSON Lines, and any
   * other tells by its first character.
   *
   * @throws UnusableSourceException when it holds nothing that could be sent
   * @throws IOException when it cannot be read
   */
  public static Source file(Path file) throws IOException, UnusableSourceException {
    String name = String.valueOf(file.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".csv")) {
      return CsvSource.open(file);
    }
    TellFormat.Format format;
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      format = TellFormat.of(name, in);
    }
    boolean isJson = lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
    return isJson || format == TellFormat.Format.JSON_LINES
        ? new JsonLinesSource(Origin.file(file), new PhysicalLines(Files.newInputStream(file)))
        : CsvSource.open(file);
  }

  /**
   * Opens a stream that stays open: JSON Lines when its first character is a brace, else CSV.
   *
   * @param journal the name under which its lines are remembered; see {@link #checkedJournal}
   * @throws UnusableSourceException when it holds nothing that could be sent
   * @throws IOException when it cannot be read
   */
  public static Source standardInput(InputStream in, String journal)
      throws IOException, UnusableSourceException {
    Origin origin = Origin.standardInput(checkedJournal(journal));
    BufferedInputStream buffered = new BufferedInputStream(in, TellFormat.MAX_BLANK);
    TellFormat.Format format = TellFormat.of(origin.name(), buffered);
    PhysicalLines lines = new PhysicalLines(buffered);
    return StreamedSource.of(
        switch (format) {
          case CSV -> CsvSource.of(origin, lines);
          case JSON_LINES -> new JsonLinesSource(origin, lines);
        });
  }

  /**
   * The name, when it can be a journal's.
   *
   * @throws IllegalArgumentException when it cannot
   */
  public static String checkedJournal(String name) {
    if (!JOURNAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a journal's name is 1 to 64 characters of A-Z a-z 0-9 . _ - and begins with a letter or"
              + " a digit, but is "
              + IntentFields.quoted(name));
    }
    if (TAKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name " + IntentFields.quoted(name) + " is kept for files and generated load");
    }
    return name;
  }
}
