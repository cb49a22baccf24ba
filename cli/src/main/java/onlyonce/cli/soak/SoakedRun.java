package onlyonce.cli.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import onlyonce.chaos.plan.DrawnPlan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of a soak, as a line of {@code soak.jsonl}.
 *
 * @param faults the kinds that were drawn, with their aims, such as {@code kill-broker (leader)}
 * @param intents in the whole run
 * @param duringFaults how many transfers ended while a fault lasted: all of them were open then, so
 *     those that were sent or open are at least so many
 * @param verdict the report's, or {@code failed} without one
 * @param millis from start to report
 * @param command that repeats it
 */
record SoakedRun(
    long seed,
    List<String> faults,
    long intents,
    long duringFaults,
    String verdict,
    long millis,
    String command) {
  static final String VALID = "valid";
  static final String FAILED = "failed";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  SoakedRun {
    faults = List.copyOf(faults);
  }

  /** A lapse of time in which at least one fault lasted. */
  private record Span(long from, long to) {
    boolean holds(long begin, long end) {
      return from <= begin && end <= to;
    }
  }

  /** What a report tells of its run. */
  static SoakedRun of(long seed, JsonNode report, Duration took) {
    return new SoakedRun(
        seed,
        faults(report.path("environment").path(DrawnPlan.DRAWN).asString("")),
        report.path("intents").asLong(0),
        duringFaults(report),
        report.path("verdict").asString(FAILED),
        took.toMillis(),
        report.path("command").asString(""));
  }

  /** A run that came to no report. */
  static SoakedRun failed(long seed, Duration took, String command) {
    return new SoakedRun(seed, List.of(), 0, 0, FAILED, took.toMillis(), command);
  }

  boolean isValid() {
    return verdict.equals(VALID);
  }

  /** The schedule's entries are such as {@code 3.6 s kill-database}. */
  private static List<String> faults(String drawn) {
    List<String> faults = new ArrayList<>();
    for (String entry : drawn.split("; ", -1)) {
      int unit = entry.indexOf(" s ");
      if (unit > 0) {
        faults.add(entry.substring(unit + 3));
      }
    }
    return faults;
  }

  private static long duringFaults(JsonNode report) {
    List<Span> spans = new ArrayList<>();
    for (JsonNode fault : report.path("faults")) {
      String healed = fault.path("healed_at").asString("");
      if (!healed.isEmpty()) {
        spans.add(
            new Span(
                Instant.parse(fault.path("at").asString("")).toEpochMilli(),
                Instant.parse(healed).toEpochMilli()));
      }
    }
    spans.sort(Comparator.comparingLong(Span::from));
    List<Span> lapses = merged(spans);
    long ended = 0;
    JsonNode timeline = report.path("timeline");
    for (int i = 0; i + 1 < timeline.size(); i++) {
      long begin = timeline.get(i).path("at_ms").asLong(0);
      long end = timeline.get(i + 1).path("at_ms").asLong(0);
      if (lapses.stream().anyMatch(lapse -> lapse.holds(begin, end))) {
        ended += timeline.get(i).path("ended").asLong(0);
      }
    }
    return ended;
  }

  private static List<Span> merged(List<Span> sorted) {
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      if (!merged.isEmpty() && merged.getLast().to() >= span.from()) {
        Span before = merged.removeLast();
        merged.add(new Span(before.from(), Math.max(before.to(), span.to())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /** For people. */
  String inWords() {
    return "seed %d: %s; %,d intents, %,d ended during faults; %s, %.0f s"
        .formatted(
            seed,
            faults.isEmpty() ? "no faults" : String.join(", ", faults),
            intents,
            duringFaults,
            verdict,
            millis / 1000.0);
  }

  /** One line of JSON. */
  String toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("seed", seed);
    faults.forEach(json.putArray("faults")::add);
    json.put("intents", intents);
    json.put("during_faults", duringFaults);
    json.put("verdict", verdict);
    json.put("millis", millis);
    json.put("command", command);
    return MAPPER.writeValueAsString(json);
  }

  /** Reads such a line. */
  static SoakedRun fromJson(String line) {
    JsonNode json = MAPPER.readTree(line);
    List<String> faults = new ArrayList<>();
    json.path("faults").forEach(fault -> faults.add(fault.asString()));
    return new SoakedRun(
        json.path("seed").asLong(0),
        faults,
        json.path("intents").asLong(0),
        json.path("during_faults").asLong(0),
        json.path("verdict").asString(FAILED),
        json.path("millis").asLong(0),
        json.path("command").asString(""));
  }
}
