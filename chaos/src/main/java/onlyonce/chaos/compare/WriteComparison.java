package onlyonce.chaos.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code compare.json}, {@code compare.txt} and {@code compare.html} into a folder. */
public final class WriteComparison {
  private WriteComparison() {}

  /**
   * Writes all three, beside the folders of the runs' own reports.
   *
   * @throws IOException when the folder or a file cannot be written
   */
  public static void to(Path directory, Comparison comparison) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("compare.json"), CompareJson.of(comparison), UTF_8);
    Files.writeString(directory.resolve("compare.txt"), CompareText.of(comparison), UTF_8);
    Files.writeString(directory.resolve("compare.html"), CompareHtml.of(comparison), UTF_8);
  }
}
