package onlyonce.producer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import onlyonce.producer.PhysicalLines.Physical;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180, UTF-8) with the header {@code type,ref,account,from,to,amount_minor,currency}.
 * Empty lines are skipped.
 *
 * <p>A quoted field may span lines. A quote that never closes would swallow the rest of the file,
 * so a record that is still no record after {@value #MAX_SPAN} lines spoils its first line only.
 */
public final class CsvSource implements Source {
  /** The header that a file must start with. */
  public static final String HEADER = String.join(",", IntentFields.NAMES);

  private static final int MAX_SPAN = 16;
  private static final int COLUMNS = IntentFields.NAMES.size();
  private static final CsvReader.CsvReaderBuilder CSV =
      CsvReader.builder().allowUnclosedQuote(false);

  private final Origin origin;
  private final PhysicalLines lines;
  private final Deque<Physical> ahead = new ArrayDeque<>();

  private CsvSource(Origin origin, PhysicalLines lines) {
    this.origin = origin;
    this.lines = lines;
  }

  /**
   * Opens a file. It is read twice: once for its SHA-256, which names the journal, then for its
   * lines.
   *
   * @throws UnusableSourceException when the file does not start with the header
   * @throws IOException when it cannot be read
   */
  public static CsvSource open(Path file) throws IOException, UnusableSourceException {
    return of(Origin.file(file), new PhysicalLines(Files.newInputStream(file)));
  }

  /** Reads the header of lines that nobody has begun to read; closes them when it is none. */
  static CsvSource of(Origin origin, PhysicalLines lines)
      throws IOException, UnusableSourceException {
    CsvSource source = new CsvSource(origin, lines);
    try {
      source.readHeader();
      return source;
    } catch (IOException | UnusableSourceException e) {
      source.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return origin.name();
  }

  @Override
  public String journalName() {
    return origin.journalName();
  }

  @Override
  public OptionalLong expectedLines() {
    return origin.expectedLines();
  }

  @Override
  public @Nullable Line next() throws IOException {
    Physical line = nextFilled();
    if (line == null) {
      return null;
    }
    if (line.fault() != null) {
      return new Line.Malformed(line.number(), line.fault());
    }
    Optional<List<String>> values = parsed(line.text());
    return values.isPresent() ? toLine(line.number(), values.get()) : spanning(line);
  }

  private static Line toLine(long number, List<String> values) {
    if (values.size() != COLUMNS) {
      return new Line.Malformed(
          number,
          "the line has "
              + values.size()
              + (values.size() == 1 ? " column" : " columns")
              + " but needs "
              + COLUMNS
              + ": "
              + HEADER);
    }
    return IntentFields.of(values).toLine(number);
  }

  /** A line that is no record by itself: perhaps a quoted field goes on in the next ones. */
  private Line spanning(Physical first) throws IOException {
    StringBuilder text = new StringBuilder(first.text());
    List<Physical> taken = new ArrayList<>();
    while (taken.size() < MAX_SPAN - 1) {
      Physical next = nextPhysical();
      if (next == null) {
        break;
      }
      taken.add(next);
      if (next.fault() != null) {
        break;
      }
      text.append('\n').append(next.text());
      Optional<List<String>> values = parsed(text.toString());
      if (values.isPresent() && values.get().size() == COLUMNS) {
        return toLine(first.number(), values.get());
      }
    }
    for (int i = taken.size() - 1; i >= 0; i--) {
      ahead.addFirst(taken.get(i));
    }
    return new Line.Malformed(
        first.number(),
        "a quote is not closed, or something other than a comma follows one: "
            + IntentFields.quoted(first.text()));
  }

  /** The columns, or nothing when the text is no record. */
  private static Optional<List<String>> parsed(String text) {
    try {
      return Optional.of(CSV.ofSingleCsvRecord(text).getFields());
    } catch (CsvParseException e) {
      return Optional.empty();
    }
  }

  private void readHeader() throws IOException, UnusableSourceException {
    Physical first = nextFilled();
    if (first == null) {
      throw new UnusableSourceException(
          origin.name() + " is empty; it must start with the header " + HEADER);
    }
    if (first.fault() != null) {
      throw new UnusableSourceException(
          origin.name() + ": " + first.fault() + "; it must start with the header " + HEADER);
    }
    if (!parsed(first.text()).equals(Optional.of(IntentFields.NAMES))) {
      throw new UnusableSourceException(
          origin.name()
              + " must start with the header "
              + HEADER
              + " but starts with "
              + IntentFields.quoted(first.text()));
    }
  }

  private @Nullable Physical nextFilled() throws IOException {
    Physical line = nextPhysical();
    while (line != null && line.fault() == null && line.text().isEmpty()) {
      line = nextPhysical();
    }
    return line;
  }

  private @Nullable Physical nextPhysical() throws IOException {
    return ahead.isEmpty() ? lines.next() : ahead.removeFirst();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
