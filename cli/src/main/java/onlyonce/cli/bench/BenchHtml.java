package onlyonce.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures as one self-contained page: no network, no script, light and dark. */
public final class BenchHtml {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1b2130; --soft: #5b6478;
        --line: #e1e4ea; --ours: #14804a; --base: #6b8fc9; --ceiling: #9aa3b2; }
      @media (prefers-color-scheme: dark) { :root { --page: #12151c; --card: #1b202a; --ink: #e8ebf2;
        --soft: #9aa4b8; --line: #2d3442; --ours: #3fb48b; --base: #7fa2dc; --ceiling: #7e889a; } }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--page); color: var(--ink);
        font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
      main { max-width: 1060px; margin: 0 auto; padding: 28px 20px 60px; }
      h1 { margin: 0; font-size: 30px; } h2 { margin: 0 0 12px; font-size: 18px; }
      p { margin: 4px 0 16px; color: var(--soft); }
      section { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
        padding: 18px 22px 20px; margin: 0 0 16px; overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; }
      th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); }
      tr:last-child td { border-bottom: 0; }
      .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      svg { display: block; width: 100%; height: auto; min-width: 620px; }
      svg text { fill: var(--ink); font: 13px inherit; } svg .soft { fill: var(--soft); }
      .ours { fill: var(--ours); } .base { fill: var(--base); } .ceiling { fill: var(--ceiling); }
      .range { stroke: var(--ink); stroke-width: 1.5; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; margin: 0; }
      dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } h3 { margin: 14px 0 4px; font-size: 15px; }
      """;

  private final Figures figures;
  private final StringBuilder html = new StringBuilder(16_384);

  private BenchHtml(Figures figures) {
    this.figures = figures;
  }

  /** The whole document. */
  public static String of(Figures figures) {
    return new BenchHtml(figures).write();
  }

  private String write() {
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
        .append("<title>OnlyOnce: bench</title><style>\n")
        .append(STYLE)
        .append("</style></head><body><main>\n<h1>OnlyOnce, measured</h1>")
        .append(
            "<p>Commands a second from Kafka to committed in PostgreSQL, ceilings and baselines")
        .append(" on the same servers in the same run; sagas are transfers between ledger")
        .append(" partitions, from end to end. Every result was verified.</p>\n");
    rates();
    ratios();
    latencies();
    figures.memory().ifPresent(this::memory);
    figures.endurance().ifPresent(this::endurance);
    figures.sagas().ifPresent(found -> found.tables().forEach(this::table));
    settings();
    return html.append("</main></body></html>\n").toString();
  }

  private void rates() {
    Map<String, Rate> all = new LinkedHashMap<>(figures.rates());
    figures.sensitivity().forEach((name, rate) -> all.put("engine, " + name, rate));
    html.append("<section><h2>Rates</h2>");
    new RateBars(all).writeTo(html);
    html.append("</section>\n");
  }

  private void ratios() {
    if (figures.ratios().isEmpty()) {
      return;
    }
    open("Ratios", "one", "of the other", "ratio");
    figures
        .ratios()
        .forEach(
            (name, ratio) -> {
              List<String> sides = List.of(name.split("/", 2));
              row(sides.getFirst(), sides.getLast(), number("%.2f", ratio));
            });
    close();
  }

  private void latencies() {
    if (figures.latencies().isEmpty()) {
      return;
    }
    open("Latency, milliseconds", "load", "commands/s", "p50", "p99", "p99.9", "max", "sustained");
    for (Latency latency : figures.latencies()) {
      latency(latency, "append to commit", latency.fromAppend());
      latency(latency, "intended send to commit", latency.fromIntent());
    }
    close();
  }

  private void latency(Latency latency, String what, Latency.Percentiles found) {
    row(
        latency.load() + ", " + what,
        number("%,.0f", latency.perSecond()),
        number("%.1f", found.p50()),
        number("%.1f", found.p99()),
        number("%.1f", found.p999()),
        number("%.1f", found.max()),
        latency.sustained() == Latency.Sustained.YES ? "yes" : "no");
  }

  private void memory(Figures.Memory memory) {
    open("The processor's memory, MiB", "peak heap", "alive after a collection", "resident");
    row(
        number("%.0f", memory.peakHeap()),
        number("%.0f", memory.liveHeap()),
        number("%.0f", memory.resident()));
    close();
  }

  private void endurance(Figures.Endurance found) {
    open(
        "%,d commands through one engine: the last tenth at %.2f of the first"
            .formatted(found.commands(), found.ratio()),
        "tenth",
        "commands/s",
        "heap after a collection, MiB");
    for (int i = 0; i < found.heapMib().size(); i++) {
      row(
          Integer.toString(i + 1),
          number("%,.0f", found.rate().runs().get(i)),
          number("%.1f", found.heapMib().get(i)));
    }
    close();
  }

  private void table(Sagas.Table table) {
    open(table.title(), table.columns().toArray(String[]::new));
    table.rows().forEach(row -> row(row.toArray(String[]::new)));
    close();
  }

  private void settings() {
    html.append("<section><h2>Settings and environment</h2>");
    definitions("machine", figures.environment());
    figures.settings().forEach(this::definitions);
    html.append("</section>\n");
  }

  private void definitions(String whose, Map<String, String> them) {
    html.append("<h3>").append(escaped(whose)).append("</h3><dl>");
    them.forEach(
        (name, value) ->
            html.append("<dt>").append(escaped(name)).append("<dd>").append(escaped(value)));
    html.append("</dl>");
  }

  private void open(String title, String... columns) {
    html.append("<section><h2>").append(escaped(title)).append("</h2><table><tr>");
    for (int i = 0; i < columns.length; i++) {
      html.append(i == 0 ? "<th>" : "<th class=\"n\">").append(escaped(columns[i]));
    }
    html.append("</tr>");
  }

  private void row(String... cells) {
    html.append("<tr>");
    for (int i = 0; i < cells.length; i++) {
      html.append(i == 0 ? "<td>" : "<td class=\"n\">").append(escaped(cells[i]));
    }
    html.append("</tr>");
  }

  private void close() {
    html.append("</table></section>\n");
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
