package onlyonce.cli.bench;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Figures as JSON. Fields may be added, never renamed. */
public final class BenchJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private BenchJson() {}

  /** The JSON document, indented. */
  public static String of(Figures figures) {
    ObjectNode root = MAPPER.createObjectNode();
    // There are no figures of a run whose results were wrong: it ended with that.
    root.put("verified", true);
    ObjectNode rates = root.putObject("rates");
    ObjectNode spread = root.putObject("spread");
    figures.rates().forEach((name, rate) -> rate(name, rate, rates, spread));
    ObjectNode latency = root.putObject("latency_ms");
    figures.latencies().forEach(load -> latency(latency.putObject(load.load()), load));
    ObjectNode memory = root.putObject("memory_mib");
    figures
        .memory()
        .ifPresent(
            found ->
                memory
                    .put("peak_heap", rounded(found.peakHeap()))
                    .put("live_heap", rounded(found.liveHeap()))
                    .put("resident", rounded(found.resident())));
    ObjectNode ratios = root.putObject("ratios");
    figures.ratios().forEach((name, ratio) -> ratios.put(name, rounded(ratio)));
    ObjectNode sensitivity = root.putObject("sensitivity");
    figures
        .sensitivity()
        .forEach(
            (name, rate) -> {
              sensitivity.put(name, Math.round(rate.median()));
              spread(spread.putObject(name), rate);
            });
    figures.endurance().ifPresent(found -> endurance(root.putObject("endurance"), found));
    figures.sagas().ifPresent(found -> sagas(root, found));
    ObjectNode rowBytes = root.putObject("row_bytes");
    figures.rowBytes().forEach((name, tables) -> tables.forEach(rowBytes.putObject(name)::put));
    ObjectNode settings = root.putObject("settings");
    figures.settings().forEach((whose, them) -> strings(settings.putObject(whose), them));
    strings(root.putObject("environment"), figures.environment());
    return root.toPrettyString() + "\n";
  }

  private static void rate(String name, Rate rate, ObjectNode rates, ObjectNode spread) {
    rates.put(name, Math.round(rate.median()));
    spread(spread.putObject(name), rate);
  }

  private static void spread(ObjectNode json, Rate rate) {
    json.put("lowest", Math.round(rate.lowest()));
    json.put("highest", Math.round(rate.highest()));
    json.put("of_median", rounded(rate.spread()));
    rate.runs().forEach(json.putArray("runs")::add);
  }

  private static void latency(ObjectNode json, Latency latency) {
    json.put("commands_per_second", Math.round(latency.perSecond()));
    json.put("sustained", latency.sustained() == Latency.Sustained.YES);
    percentiles(json, latency.fromAppend());
    percentiles(json.putObject("from_intended_send"), latency.fromIntent());
  }

  private static void sagas(ObjectNode root, Sagas sagas) {
    ObjectNode latency = root.putObject("saga_latency_ms");
    for (SagaLatency found : sagas.latencies()) {
      ObjectNode json = latency.putObject(Integer.toString(found.perSecond()));
      json.put("sustained", found.sustained() == Latency.Sustained.YES);
      percentiles(json, found.fromIntent());
      percentiles(json.putObject("from_append"), found.fromAppend());
      percentiles(json.putObject("until_read"), found.untilRead());
    }
    ObjectNode costs = root.putObject("saga_costs");
    sagas
        .costs()
        .forEach(
            (load, cost) -> {
              ObjectNode json = costs.putObject(load);
              json.put("database_commits", rounded(cost.databaseCommits()));
              json.put("log_entries", rounded(cost.entries()));
              ObjectNode topics = json.putObject("topics");
              cost.log().forEach((topic, entries) -> topics.put(topic, rounded(entries)));
            });
  }

  private static void percentiles(ObjectNode json, Latency.Percentiles found) {
    json.put("p50", rounded(found.p50()));
    json.put("p99", rounded(found.p99()));
    json.put("p99.9", rounded(found.p999()));
    json.put("max", rounded(found.max()));
  }

  private static void endurance(ObjectNode json, Figures.Endurance found) {
    json.put("commands", found.commands());
    json.put("first", Math.round(found.rate().runs().getFirst()));
    json.put("last", Math.round(found.rate().runs().getLast()));
    json.put("last/first", rounded(found.ratio()));
    found.rate().runs().forEach(rate -> json.withArray("rates").add(Math.round(rate)));
    found.heapMib().forEach(mib -> json.withArray("heap_after_collection_mib").add(rounded(mib)));
  }

  private static void strings(ObjectNode json, Map<String, String> values) {
    values.forEach(json::put);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
