package onlyonce.chaos.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code report.json}, {@code report.txt} and {@code report.html} into a folder. */
public final class WriteReport {
  private WriteReport() {}

  /**
   * Writes all three, making the folder when it is not there.
   *
   * @param history the file that the report comes from, or that was written beside it
   * @throws IOException when the folder or a file cannot be written
   */
  public static void to(Path directory, Report report, Path history) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("report.json"), ReportJson.of(report), UTF_8);
    Files.writeString(directory.resolve("report.txt"), ReportText.of(report, history), UTF_8);
    Files.writeString(directory.resolve("report.html"), ReportHtml.of(report, history), UTF_8);
  }
}
