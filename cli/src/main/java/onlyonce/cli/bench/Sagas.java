package onlyonce.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of transfers between ledger partitions.
 *
 * @param rate ended a second, with many always under way
 * @param latencies on each schedule
 * @param costs of one saga, by load
 */
record Sagas(Rate rate, List<SagaLatency> latencies, Map<String, SagaCosts> costs) {
  /** The load without a schedule. */
  static final String FULL = "full";

  Sagas {
    latencies = List.copyOf(latencies);
    costs = new LinkedHashMap<>(costs);
  }

  /** For reports: a heading, the columns' names, and cells. */
  record Table(String title, List<String> columns, List<List<String>> rows) {}

  /** All tables. */
  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    if (!latencies.isEmpty()) {
      tables.add(latencyTable());
    }
    tables.add(costTable());
    return tables;
  }

  private Table latencyTable() {
    List<List<String>> rows = new ArrayList<>();
    for (SagaLatency latency : latencies) {
      row(rows, latency, "intended send to result", latency.fromIntent());
      row(rows, latency, "append to result", latency.fromAppend());
      row(rows, latency, "intended send to result read", latency.untilRead());
    }
    return new Table(
        "Sagas' latency, ms",
        List.of("sagas a second", "p50", "p99", "p99.9", "max", "sustained"),
        rows);
  }

  private static void row(
      List<List<String>> rows, SagaLatency latency, String what, Latency.Percentiles found) {
    rows.add(
        List.of(
            "%,d, %s".formatted(latency.perSecond(), what),
            number(found.p50()),
            number(found.p99()),
            number(found.p999()),
            number(found.max()),
            latency.sustained() == Latency.Sustained.YES ? "yes" : "no"));
  }

  private Table costTable() {
    TreeSet<String> topics = new TreeSet<>();
    costs.values().forEach(cost -> topics.addAll(cost.log().keySet()));
    List<String> columns = new ArrayList<>(List.of("of"));
    List<List<String>> rows = new ArrayList<>();
    costs.keySet().forEach(load -> columns.add(load.equals(FULL) ? "full load" : load + "/s"));
    for (String topic : topics) {
      rows.add(row(topic, cost -> cost.log().getOrDefault(topic, 0.0)));
    }
    rows.add(row("all topics", SagaCosts::entries));
    rows.add(row("commits in PostgreSQL", SagaCosts::databaseCommits));
    return new Table(
        "Log entries (with the transactions' markers) and commits for each saga", columns, rows);
  }

  private List<String> row(String name, ToDoubleFunction<SagaCosts> cell) {
    List<String> row = new ArrayList<>(List.of(name));
    costs
        .values()
        .forEach(cost -> row.add(String.format(Locale.ROOT, "%.3f", cell.applyAsDouble(cost))));
    return row;
  }

  private static String number(double millis) {
    return String.format(Locale.ROOT, "%.0f", millis);
  }
}
