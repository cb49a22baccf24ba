package onlyonce.cli.simulate;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What all actors of one history share: the log, the time, what decides, and who watches. */
final class Scene {
  private final SimulatedLog log = new SimulatedLog();
  private final Sightings sightings = new Sightings();
  private final Map<UUID, String> names = new HashMap<>();
  private final Cores cores;
  private final Invariants invariants;
  private final Trace trace;
  private long nowMillis = Setting.START_MILLIS;

  Scene(Cores cores, Trace trace) {
    this.cores = cores;
    this.trace = trace;
    this.invariants = new Invariants(this::name);
  }

  SimulatedLog log() {
    return log;
  }

  Cores cores() {
    return cores;
  }

  Invariants invariants() {
    return invariants;
  }

  Sightings sightings() {
    return sightings;
  }

  Trace trace() {
    return trace;
  }

  long nowMillis() {
    return nowMillis;
  }

  void pass(long millis) {
    nowMillis += millis;
  }

  void name(UUID id, String name) {
    names.put(id, name);
  }

  /** A transfer's short name, such as {@code T3}. */
  String name(UUID id) {
    return names.getOrDefault(id, id.toString());
  }

  void say(String who, Supplier<String> what) {
    trace.say(nowMillis, who, what);
  }
}
