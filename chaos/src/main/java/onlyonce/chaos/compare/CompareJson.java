package onlyonce.chaos.compare;

import java.time.Instant;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Report;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison as {@code compare.json}. Fields may be added, never renamed. */
final class CompareJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private CompareJson() {}

  /** The JSON document, indented. */
  static String of(Comparison comparison) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("verdict", comparison.verdict().label());
    root.put("seed", comparison.seed());
    root.put("plan", comparison.plan());
    root.put("at", comparison.at().toString());
    ArrayNode runs = root.putArray("runs");
    comparison.runs().forEach(run -> run(runs.addObject(), run));
    root.put("command", comparison.command());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void run(ObjectNode json, Comparison.Run run) {
    Report report = run.report();
    json.put("semantics", run.name());
    json.put(
        "as_named",
        switch (run.behaviour()) {
          case Behaviour.AsNamed _ -> "yes";
          case Behaviour.NotAsNamed _ -> "no";
          case Behaviour.CannotTell _ -> "unknown";
        });
    json.put("why", run.behaviour().why());
    json.put("verdict", report.verdict().label());
    json.put("report", run.name() + "/report.json");
    json.put("intents", report.intents());
    json.put("sent", Figure.sent(report));
    ObjectNode classes = json.putObject("classes");
    for (IntentClass intentClass : IntentClass.values()) {
      classes.put(intentClass.label(), report.count(intentClass));
    }
    ObjectNode money = json.putObject("money");
    report
        .money()
        .forEach(
            (currency, sums) ->
                money
                    .putObject(currency)
                    .put("created_minor", sums.createdMinor())
                    .put("destroyed_minor", sums.destroyedMinor()));
    json.put("commands_per_second", report.commandsPerSecond());
    json.putObject("latency_ms")
        .put("p50", report.latency().p50())
        .put("p99", report.latency().p99())
        .put("max", report.latency().max());
    ArrayNode faults = json.putArray("faults");
    report.run().faults().forEach(fault -> fault(faults.addObject(), fault));
    json.put("command", report.run().command());
  }

  private static void fault(ObjectNode json, FaultRecord fault) {
    json.put("kind", fault.kind());
    json.put("target", fault.target());
    json.put("at", fault.at().toString());
    json.put("healed_at", fault.healedAt().map(Instant::toString).orElse(null));
    json.put("bit", fault.bit());
    json.put("observed", fault.observed());
  }
}
