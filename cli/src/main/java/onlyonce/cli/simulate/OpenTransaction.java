package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.saga.Decision;
import onlyonce.saga.Emission;
import onlyonce.saga.NotStarted;
import onlyonce.saga.SagaState;
import onlyonce.saga.TaskFloor;

/** What an orchestrator has in memory of one task and has not committed. */
final class OpenTransaction {
  private static final NotStarted NONE = new NotStarted();

  /** What a decision sends, and about which transfer. */
  record Sent(UUID transfer, Emission emission) {}

  private final Function<UUID, SagaState> stored;
  private final Map<UUID, Optional<SagaState.Remembered>> changed = new LinkedHashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  TaskFloor floor;
  int starts;
  int outcomes;
  boolean dirty;
  private boolean decidedByFloor;

  OpenTransaction(
      Function<UUID, SagaState> stored, TaskFloor floor, int startsRead, int outcomesRead) {
    this.stored = stored;
    this.floor = floor;
    this.starts = startsRead;
    this.outcomes = outcomesRead;
  }

  SagaState state(UUID transfer) {
    Optional<SagaState.Remembered> pending = changed.get(transfer);
    return pending == null
        ? stored.apply(transfer)
        : pending.<SagaState>map(state -> state).orElse(NONE);
  }

  boolean changes(UUID transfer) {
    return changed.containsKey(transfer);
  }

  void take(UUID transfer, SagaState before, Decision decision) {
    if (decision.state() instanceof SagaState.Remembered after && !after.equals(before)) {
      changed.put(transfer, Optional.of(after));
    }
    for (Emission emission : decision.emissions()) {
      sent.add(new Sent(transfer, emission));
      decidedByFloor |= emission instanceof Emission.Refuse;
    }
  }

  void forget(UUID transfer) {
    changed.put(transfer, Optional.empty());
    decidedByFloor = true;
  }

  /** Whether the floor must be kept: something was turned away or forgotten for its sake. */
  boolean decidedByFloor() {
    return decidedByFloor;
  }

  Map<UUID, Optional<SagaState.Remembered>> changed() {
    return changed;
  }

  List<Sent> sent() {
    return sent;
  }

  List<Emission> emissions() {
    return sent.stream().map(Sent::emission).toList();
  }
}
