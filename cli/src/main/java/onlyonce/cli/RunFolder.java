package onlyonce.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where a run keeps its report and logs. */
final class RunFolder {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private RunFolder() {}

  static Path in(Path runs, String kind, Instant now) {
    return runs.resolve(STAMP.format(now) + "-" + kind);
  }
}
