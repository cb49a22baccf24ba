package onlyonce.producer;

import java.io.IOException;
import java.util.OptionalLong;
import onlyonce.producer.PhysicalLines.Physical;
import org.jspecify.annotations.Nullable;

/** JSON Lines: one object a line, in UTF-8, with the fields of CSV. Blank lines are skipped. */
final class JsonLinesSource implements Source {
  private final Origin origin;
  private final PhysicalLines lines;

  JsonLinesSource(Origin origin, PhysicalLines lines) {
    this.origin = origin;
    this.lines = lines;
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
    Physical line = lines.next();
    while (line != null && line.fault() == null && line.text().isBlank()) {
      line = lines.next();
    }
    if (line == null) {
      return null;
    }
    return line.fault() != null
        ? new Line.Malformed(line.number(), line.fault())
        : toLine(line.number(), line.text());
  }

  private static Line toLine(long number, String text) {
    try {
      return JsonFields.read(text).toLine(number);
    } catch (IllegalArgumentException e) {
      return new Line.Malformed(number, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
