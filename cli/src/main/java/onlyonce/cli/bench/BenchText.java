package onlyonce.cli.bench;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Figures as tables of a terminal. */
public final class BenchText {
  private BenchText() {}

  /** The tables, with what they mean. */
  public static String of(Figures figures) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        Commands a second, from Kafka to committed; sagas a second, from end to end.
        Every result was verified.

        """);
    TextTable rates = table(28, 12, 12, 12, 10);
    rates.addRowValues("", "MEDIAN", "LOWEST", "HIGHEST", "SPREAD");
    figures.rates().forEach((name, rate) -> add(rates, name, rate));
    figures.sensitivity().forEach((name, rate) -> add(rates, "engine, " + name, rate));
    text.append(rates);
    if (!figures.ratios().isEmpty()) {
      TextTable ratios = table(40, 12);
      figures.ratios().forEach((name, ratio) -> ratios.addRowValues(name, "%.2f".formatted(ratio)));
      text.append('\n').append(ratios);
    }
    if (!figures.latencies().isEmpty()) {
      text.append('\n').append(latencies(figures));
    }
    figures
        .memory()
        .ifPresent(
            memory ->
                text.append(
                    "\nThe processor's memory: heap at most %.0f MiB, %.0f of it alive; resident %.0f MiB\n"
                        .formatted(memory.peakHeap(), memory.liveHeap(), memory.resident())));
    figures.endurance().ifPresent(found -> endurance(text, found));
    figures.sagas().ifPresent(found -> found.tables().forEach(table -> add(text, table)));
    return text.toString();
  }

  private static void add(TextTable table, String name, Rate rate) {
    table.addRowValues(
        name,
        "%,.0f".formatted(rate.median()),
        "%,.0f".formatted(rate.lowest()),
        "%,.0f".formatted(rate.highest()),
        "%.1f %%".formatted(100 * rate.spread()));
  }

  private static void add(StringBuilder text, Sagas.Table found) {
    int[] widths = new int[found.columns().size()];
    Arrays.fill(widths, 12);
    widths[0] = 44;
    TextTable table = table(widths);
    table.addRowValues(
        found.columns().stream().map(c -> c.toUpperCase(Locale.ROOT)).toArray(String[]::new));
    found.rows().forEach(row -> table.addRowValues(row.toArray(String[]::new)));
    text.append('\n').append(found.title()).append('\n').append(table);
  }

  private static TextTable latencies(Figures figures) {
    TextTable table = table(34, 12, 10, 10, 10, 10, 12);
    table.addRowValues("LATENCY, MS", "COMMANDS/S", "P50", "P99", "P99.9", "MAX", "SUSTAINED");
    for (Latency latency : figures.latencies()) {
      add(table, latency.load() + ", append to commit", latency, latency.fromAppend());
      add(table, latency.load() + ", intent to commit", latency, latency.fromIntent());
    }
    return table;
  }

  private static void add(
      TextTable table, String name, Latency latency, Latency.Percentiles found) {
    table.addRowValues(
        name,
        "%,.0f".formatted(latency.perSecond()),
        "%.1f".formatted(found.p50()),
        "%.1f".formatted(found.p99()),
        "%.1f".formatted(found.p999()),
        "%.1f".formatted(found.max()),
        latency.sustained() == Latency.Sustained.YES ? "yes" : "no");
  }

  private static void endurance(StringBuilder text, Figures.Endurance found) {
    text.append(
        "\n%,d commands: the last tenth at %.2f of the first one's rate\n\n"
            .formatted(found.commands(), found.ratio()));
    TextTable table = table(10, 16, 28);
    table.addRowValues("TENTH", "COMMANDS/S", "HEAP AFTER COLLECTION, MIB");
    for (int i = 0; i < found.heapMib().size(); i++) {
      table.addRowValues(
          Integer.toString(i + 1),
          "%,.0f".formatted(found.rate().runs().get(i)),
          "%.1f".formatted(found.heapMib().get(i)));
    }
    text.append(table);
  }

  private static TextTable table(int... widths) {
    Column[] columns = new Column[widths.length];
    for (int i = 0; i < widths.length; i++) {
      columns[i] = new Column(widths[i], 0, Overflow.SPAN);
    }
    return TextTable.forColumns(new ColorScheme.Builder(Ansi.OFF).build(), columns);
  }
}
