package onlyonce.cli.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A report as one self-contained page: no network, no script, light and dark. */
public final class LabHtml {
  private final LabReport report;
  private final Findings findings;
  private final StringBuilder html = new StringBuilder(32_768);

  private LabHtml(LabReport report) {
    this.report = report;
    this.findings = report.findings();
  }

  /** The whole document. */
  public static String of(LabReport report) {
    return new LabHtml(report).write();
  }

  private String write() {
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
        .append("<title>OnlyOnce lab: ")
        .append(escaped(report.about().title()))
        .append("</title><style>\n")
        .append(style())
        .append("</style></head><body><main>\n");
    banner();
    findings.figures().forEach(this::figure);
    table();
    notes();
    origin();
    return html.append("</main></body></html>\n").toString();
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(
            LabHtml.class.getResourceAsStream("lab.css"), "lab.css is in the jar")) {
      return new String(css.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("lab.css cannot be read", e);
    }
  }

  private void banner() {
    String verdict = findings.verdict().label();
    html.append("<header><p class=\"kicker\">OnlyOnce lab</p><h1>")
        .append(escaped(report.about().title()))
        .append("</h1><p class=\"hypothesis\"><b>Hypothesis</b> ")
        .append(escaped(report.about().hypothesis()))
        .append("</p></header>\n<div class=\"verdict ")
        .append(verdict)
        .append("\"><b>")
        .append(verdict)
        .append("</b><span>")
        .append(escaped(findings.conclusion()))
        .append("</span></div>\n");
  }

  private void figure(Findings.Figure figure) {
    html.append("<section><h2>")
        .append(escaped(figure.title()))
        .append("</h2><p class=\"note\">")
        .append(escaped(figure.note()))
        .append("</p>")
        .append(figure.svg())
        .append("</section>\n");
  }

  private void table() {
    LabTable table = findings.table();
    html.append("<section><h2>Measured</h2>")
        .append(table.sideBySide() ? "<table class=\"side\">" : "<table>");
    if (table.sideBySide()) {
      sideBySide(table);
    } else {
      oneBelowTheOther(table);
    }
    html.append("</table></section>\n");
  }

  private void sideBySide(LabTable table) {
    html.append("<tr><th></th>");
    table
        .rows()
        .forEach(
            row -> html.append("<th class=\"n\">").append(escaped(row.name())).append("</th>"));
    html.append("</tr>");
    for (int i = 0; i < table.measures().size(); i++) {
      html.append("<tr><td class=\"name\">")
          .append(escaped(table.measures().get(i).heading()))
          .append("</td>");
      for (LabTable.Row row : table.rows()) {
        cell(row.cells().get(i), "n");
      }
      html.append("</tr>");
    }
  }

  private void oneBelowTheOther(LabTable table) {
    html.append("<tr><th></th>");
    for (int i = 0; i < table.measures().size(); i++) {
      int column = i;
      boolean number = table.rows().stream().allMatch(row -> row.cells().get(column).isNumber());
      html.append(number ? "<th class=\"n\">" : "<th>")
          .append(escaped(table.measures().get(i).heading()))
          .append("</th>");
    }
    html.append("</tr>");
    for (LabTable.Row row : table.rows()) {
      html.append("<tr><td class=\"name\">").append(escaped(row.name())).append("</td>");
      row.cells().forEach(cell -> cell(cell, cell.isNumber() ? "n" : ""));
      html.append("</tr>");
    }
  }

  private void cell(Cell cell, String alignment) {
    html.append("<td class=\"")
        .append(alignment)
        .append(cell.isNumber() ? "" : " words")
        .append(' ')
        .append(cell.tone().name().toLowerCase(Locale.ROOT))
        .append("\">")
        .append(markup(cell))
        .append("</td>");
  }

  /** Names are not broken in the middle. */
  private static String markup(Cell cell) {
    if (!(cell.value() instanceof Cell.Names list) || list.names().isEmpty()) {
      return escaped(cell.text());
    }
    return list.names().stream()
        .map(name -> "<span class=\"whole\">" + escaped(name) + "</span>")
        .collect(Collectors.joining(", "));
  }

  private void notes() {
    if (findings.notes().isEmpty()) {
      return;
    }
    html.append("<section><h2>What to know when reading this</h2><ul>");
    findings.notes().forEach(note -> html.append("<li>").append(escaped(note)).append("</li>"));
    html.append("</ul></section>\n");
  }

  private void origin() {
    html.append("<section><h2>Run it again</h2><pre><code>")
        .append(escaped(report.command()))
        .append("</code></pre><p class=\"note\">");
    List<String> facts =
        report.environment().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList();
    html.append(escaped(String.join(" · ", facts)))
        .append(" · ")
        .append(
            escaped(
                report
                    .at()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replace('T', ' ')
                    .replace("Z", " UTC")))
        .append("</p></section>\n");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
