package onlyonce.chaos.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The frame and the look of every page: one file, no network, no script, light and dark. */
public final class Page {
  private Page() {}

  /**
   * Begins a document.
   *
   * @param more style that only this page needs
   */
  public static void begin(Html html, String title, String more) {
    html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                + " 'unsafe-inline'\">")
        .raw("<title>OnlyOnce: ")
        .text(title)
        .raw("</title><style>\n")
        .raw(style())
        .raw(more)
        .raw("</style></head><body><main>\n");
  }

  /** Ends the document. */
  public static void end(Html html) {
    html.raw(
            "<footer>Made by OnlyOnce from intent journals, the Kafka log and the shard"
                + " databases.</footer>")
        .raw("</main></body></html>\n");
  }

  /**
   * Opens a section.
   *
   * @param note beside the title; may be empty
   */
  public static void section(Html html, String title, String note) {
    html.raw("<section><h2>").text(title);
    if (!note.isEmpty()) {
      html.raw("<small>").text(note).raw("</small>");
    }
    html.raw("</h2>");
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(
            Page.class.getResourceAsStream("report.css"), "report.css is in the jar")) {
      return new String(css.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css cannot be read", e);
    }
  }
}
