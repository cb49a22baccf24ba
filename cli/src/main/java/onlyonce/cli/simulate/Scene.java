package onlyonce.cli.simulate;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import onlyonce.cli.simulate.SimulatedLog.Addressed;

/** What all actors of one history share: the log, the time, what decides, and who watches. */
final class Scene {
  private final SimulatedLog log = new SimulatedLog();
  private final Sightings sightings = new Sightings();
  private final Map<UUID, String> names = new HashMap<>();
  private final Cores cores;
  private final Invariants invariants;
  private final Trace trace;
  private final long[] brokerAheadMillis = new long[Setting.LEDGERS];
  private final long[] orchestratorAheadMillis = new long[Setting.ORCHESTRATORS];
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

  /** The clock of the broker that leads a ledger partition goes wrong, or right again. */
  boolean setBrokerClock(int ledger, long aheadMillis) {
    boolean changes = brokerAheadMillis[ledger] != aheadMillis;
    brokerAheadMillis[ledger] = aheadMillis;
    return changes;
  }

  /** The same for an orchestrator's. */
  boolean setOrchestratorClock(int orchestrator, long aheadMillis) {
    boolean changes = orchestratorAheadMillis[orchestrator] != aheadMillis;
    orchestratorAheadMillis[orchestrator] = aheadMillis;
    return changes;
  }

  /** What an orchestrator takes for the time. */
  long clockOf(int orchestrator) {
    return nowMillis + orchestratorAheadMillis[orchestrator];
  }

  /** A command comes into the log. */
  void append(int ledger, Addressed command) {
    log.commands(ledger).append(nowMillis + brokerAheadMillis[ledger], command);
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
