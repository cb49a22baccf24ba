package onlyonce.cli.simulate;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Findings as JSON. Fields may be added, never renamed. */
public final class SimulateJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SimulateJson() {}

  /** The JSON document, indented. */
  public static String of(Findings findings) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("verdict", findings.verdict().label());
    root.put("seed", findings.seed());
    findings.broken().ifPresent(broken -> root.put("break", broken.label()));
    root.put("seeds", findings.wanted());
    root.put("played", findings.played());
    root.put("events", findings.events());
    root.put("seconds", findings.took().toMillis() / 1000.0);
    ObjectNode seen = root.putObject("seen");
    for (Sighting sighting : Sighting.values()) {
      seen.put(sighting.label(), findings.sightings().of(sighting));
    }
    findings.missing().forEach(missing -> root.withArray("missing").add(missing.label()));
    findings
        .failure()
        .ifPresent(
            failed -> {
              ObjectNode json = root.putObject("failure");
              json.put("seed", failed.seed());
              json.put("invariant", failed.violation().invariant());
              json.put("detail", failed.violation().detail());
              json.put("steps", failed.steps());
              json.put("drawn_steps", failed.drawnSteps());
              json.put("repeat", findings.repeat(failed));
              failed.trace().forEach(json.putArray("trace")::add);
            });
    return root.toPrettyString();
  }
}
