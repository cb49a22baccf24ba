package onlyonce.chaos.report;

import java.time.Instant;
import java.util.List;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.fault.FaultRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report as {@code report.json}. Fields may be added, never renamed. */
public final class ReportJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ReportJson() {}

  /** The JSON document, indented. */
  public static String of(Report report) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("verdict", report.verdict().label());
    root.put("semantics", report.run().semantics().label());
    root.put("seed", report.run().seed());
    root.put("at", report.at().toString());
    ObjectNode input = root.putObject("input");
    input.put("lines", report.input().lines());
    input.put("intents", report.input().intents());
    input.put("resent", report.input().resent());
    input.put("conflicting", report.input().conflicting());
    input.put("suppressed", report.input().suppressed());
    input.put("malformed", report.input().malformed());
    root.put("intents", report.intents());
    ObjectNode classes = root.putObject("classes");
    report.classes().forEach((name, count) -> classes.put(name.label(), count));
    root.put("unexpected", report.unexpected());
    root.put("sagas", report.sagas());
    root.putObject("dead_letters")
        .put("own", report.deadLetters().own())
        .put("foreign", report.deadLetters().foreign());
    ObjectNode money = root.putObject("money");
    report
        .money()
        .forEach(
            (currency, sums) ->
                money
                    .putObject(currency)
                    .put("created_minor", sums.createdMinor())
                    .put("destroyed_minor", sums.destroyedMinor())
                    .put("in_transit_minor", sums.inTransitMinor()));
    ArrayNode checks = root.putArray("checks");
    report.checks().forEach(check -> check(checks.addObject(), check));
    ArrayNode faults = root.putArray("faults");
    List<Recovery> recoveries = Recovery.of(report.run().faults(), report.timeline());
    int index = 0;
    for (FaultRecord fault : report.run().faults()) {
      ObjectNode json = fault(faults.addObject(), fault);
      recovery(json, recoveries.get(index));
      harm(json, report.damage().at(index++));
    }
    root.put("commands_per_second", report.commandsPerSecond());
    root.putObject("latency_ms")
        .put("p50", report.latency().p50())
        .put("p99", report.latency().p99())
        .put("max", report.latency().max())
        .put("count", report.latency().count());
    root.put("longest_result_gap_ms", report.gaps().longest());
    root.put(
        "longest_result_gap_at",
        report.gaps().longest() == 0
            ? null
            : Instant.ofEpochMilli(report.gaps().sinceMillis()).toString());
    root.put("longest_result_gap_without_orchestrator_ms", report.gaps().withoutOrchestrator());
    rest(root, report);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void check(ObjectNode json, CheckResult check) {
    json.put("name", check.name());
    json.put("verdict", check.verdict().label());
    json.put("detail", check.detail());
  }

  private static ObjectNode fault(ObjectNode json, FaultRecord fault) {
    json.put("kind", fault.kind());
    json.put("target", fault.target());
    json.put("at", fault.at().toString());
    json.put("healed_at", fault.healedAt().map(Instant::toString).orElse(null));
    json.put("observed", fault.observed());
    json.put("bit", fault.bit());
    json.put("open_commands", fault.openCommands());
    fault.broken().ifPresent(what -> json.put("broken", what));
    return json;
  }

  /** Null where clients had not recovered when the next fault began. */
  private static void recovery(ObjectNode json, Recovery recovery) {
    json.put(
        "recovery_ms",
        switch (recovery) {
          case Recovery.NotFelt _ -> 0L;
          case Recovery.After after -> (Long) after.sinceInjection().toMillis();
          case Recovery.NotSeen _ -> null;
        });
  }

  private static void harm(ObjectNode json, Damage.Harm harm) {
    json.put("lost", harm.lost()).put("duplicated", harm.duplicated());
  }

  private static void badIntent(ObjectNode json, BadIntent intent) {
    json.put("id", intent.id().toString())
        .put("class", intent.intentClass().label())
        .put("story", intent.story())
        .put("remedy", intent.remedy());
    if (intent.blame().isEmpty()) {
      return;
    }
    Blame blame = intent.blame().get();
    json.put("blame", blame.text());
    switch (blame) {
      case Blame.OnFault on ->
          json.putObject("fault")
              .put("number", on.number())
              .put("kind", on.fault().kind())
              .put("target", on.fault().target())
              .put("at", on.fault().at().toString())
              .put("trace_at", on.traceAt().toString());
      case Blame.OnNoFault _ -> json.putNull("fault");
    }
  }

  private static void rest(ObjectNode root, Report report) {
    harm(root.putObject("without_fault"), report.damage().withoutFault());
    ArrayNode leftOut = root.putArray("checks_left_out");
    report
        .judgement()
        .leftOut()
        .forEach(check -> leftOut.addObject().put("name", check.name()).put("why", check.why()));
    ArrayNode bad = root.putArray("bad_intents");
    report.badIntents().forEach(intent -> badIntent(bad.addObject(), intent));
    ArrayNode timeline = root.putArray("timeline");
    report
        .timeline()
        .forEach(
            point ->
                timeline
                    .addObject()
                    .put("at_ms", point.atMillis())
                    .put("ended", point.ended())
                    .put("max_latency_ms", point.maxLatencyMillis()));
    ObjectNode environment = root.putObject("environment");
    report.run().environment().forEach(environment::put);
    root.put("command", report.run().command());
  }
}
