package onlyonce.cli.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code lab.json}, {@code report.txt} and {@code report.html} into a folder. */
public final class WriteLab {
  private WriteLab() {}

  /**
   * Writes all three, making the folder when it is not there.
   *
   * @throws IOException when the folder or a file cannot be written
   */
  public static void to(Path directory, LabReport report) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("lab.json"), LabJson.of(report), UTF_8);
    Files.writeString(directory.resolve("report.txt"), LabText.of(report), UTF_8);
    Files.writeString(directory.resolve("report.html"), LabHtml.of(report), UTF_8);
  }
}
