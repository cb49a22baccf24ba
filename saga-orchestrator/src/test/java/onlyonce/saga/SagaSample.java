package onlyonce.saga;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/** One transfer in every state, and everything that can happen to it. */
final class SagaSample {
  private static final Duration WINDOW = Duration.ofHours(24);
  static final long NOW = Sample.TIME_MILLIS + WINDOW.toMillis() / 2;
  static final long LATE = NOW + 1;
  static final SagaRules RULES = new SagaRules(Sample.SIX, WINDOW);
  static final Transfer TRANSFER = Sample.across(1);
  static final Transfer OTHER = Sample.withAmount(TRANSFER, 7);

  private SagaSample() {}

  static Map<String, SagaState> states() {
    Version source = new Version(1, 5);
    Version destination = new Version(2, 6);
    Map<String, SagaState> states = new LinkedHashMap<>();
    states.put("NotStarted", new NotStarted());
    states.put("Holding", new Holding(TRANSFER));
    states.put("Crediting", new Crediting(TRANSFER));
    states.put("Settling", new Settling(TRANSFER, destination));
    Releasing releasing =
        new Releasing(TRANSFER, End.COMPENSATED, Outcome.ACCOUNT_CLOSED, Optional.of(destination));
    states.put("Releasing", releasing);
    Releasing old = new Releasing(TRANSFER, End.EXPIRED, Outcome.EXPIRED, Optional.empty());
    states.put("ParkedHold", new Parked(new Holding(TRANSFER), Outcome.HOLD_EXISTS, source));
    states.put("ParkedCredit", new Parked(new Crediting(TRANSFER), Outcome.EXPIRED, destination));
    states.put(
        "ParkedSettle",
        new Parked(new Settling(TRANSFER, destination), Outcome.HOLD_NOT_FOUND, source));
    states.put("ParkedRelease", new Parked(old, Outcome.HOLD_ALREADY_SETTLED, source));
    states.put(
        "ParkedConflict",
        new Parked(new Crediting(TRANSFER), Outcome.CONFLICTS_WITH_EARLIER, destination));
    states.put("Posted", new Posted(TRANSFER));
    states.put("Completed", new Completed(TRANSFER, source, destination));
    states.put("Rejected", new Rejected(TRANSFER, Outcome.INSUFFICIENT_FUNDS, source));
    states.put(
        "Compensated", new Compensated(TRANSFER, Outcome.ACCOUNT_CLOSED, source, destination));
    states.put("Expired", new Expired(TRANSFER, Optional.of(source)));
    return states;
  }

  static Map<String, SagaEvent> events() {
    Map<String, SagaEvent> events = new LinkedHashMap<>();
    events.put("start", new Started(TRANSFER, NOW));
    events.put("other start", new Started(OTHER, NOW));
    events.put("late start", new Started(TRANSFER, LATE));
    events.put("late Hold Applied", reply(CommandType.HOLD, Outcome.APPLIED, LATE));
    for (CommandType step : steps()) {
      for (Outcome outcome : Outcome.values()) {
        events.put(step.label() + " " + outcome.label(), reply(step, outcome, NOW));
      }
    }
    return events;
  }

  static List<CommandType> steps() {
    return List.of(CommandType.HOLD, CommandType.CREDIT, CommandType.SETTLE, CommandType.RELEASE);
  }

  static Replied reply(CommandType step, Outcome outcome, long nowMillis) {
    UUID id = TRANSFER.id();
    return new Replied(Sample.answer(id, step, outcome), nowMillis);
  }
}
