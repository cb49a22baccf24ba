package onlyonce.saga;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import onlyonce.messages.CommandType;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/** One transfer in every state, and everything that can happen to it. */
final class SagaSample {
  private static final Duration WINDOW = Duration.ofHours(24);
  static final RetryPolicy RETRIES =
      new RetryPolicy(Duration.ofSeconds(4), Duration.ofSeconds(60), Duration.ofSeconds(30));
  static final long NOW = Sample.TIME_MILLIS + WINDOW.toMillis() / 2;
  static final long LATE = NOW + 1;

  /** Since when every step of the samples is waited for, and when it is sent again. */
  static final long SINCE = NOW - 1_000;

  static final long RETRY = NOW + 2_000;
  static final long DEADLINE = NOW + 9_000;
  static final SagaRules RULES = new SagaRules(Sample.SIX, WINDOW, RETRIES);
  static final Transfer TRANSFER = Sample.across(1);
  static final Transfer OTHER = Sample.withAmount(TRANSFER, 7);
  static final Schedule WAITING = new Schedule(2, SINCE, RETRY);
  static final Version SOURCE = new Version(1, 5);
  static final Version DESTINATION = new Version(2, 22);

  private SagaSample() {}

  static Map<String, SagaState> states() {
    Map<String, SagaState> states = new LinkedHashMap<>();
    states.put("NotStarted", new NotStarted());
    states.put("Holding", holding());
    states.put("OldHolding", new Holding(TRANSFER, WAITING, OptionalLong.empty()));
    states.put("Crediting", crediting());
    states.put("Settling", settling());
    states.put("Releasing", releasing(Outcome.ACCOUNT_CLOSED));
    states.put("TurningBack", releasing(Outcome.DEADLINE_PASSED));
    states.put("ParkedHold", parked(holding(), Outcome.HOLD_EXISTS, SOURCE));
    states.put("ParkedCredit", parked(crediting(), Outcome.EXPIRED, DESTINATION));
    states.put("ParkedOddly", parked(crediting(), Outcome.SAME_ACCOUNT, DESTINATION));
    states.put("ParkedSettle", parked(settling(), Outcome.HOLD_NOT_FOUND, SOURCE));
    states.put(
        "ParkedRelease", parked(releasing(Outcome.EXPIRED), Outcome.HOLD_ALREADY_SETTLED, SOURCE));
    states.put("ParkedConflict", parked(crediting(), Outcome.CONFLICTS_WITH_EARLIER, DESTINATION));
    states.put("Posted", new Posted(TRANSFER));
    states.put("Completed", new Completed(TRANSFER, SOURCE, DESTINATION));
    states.put("Rejected", new Rejected(TRANSFER, Outcome.INSUFFICIENT_FUNDS, SOURCE));
    states.put(
        "Compensated",
        new Compensated(TRANSFER, Outcome.ACCOUNT_CLOSED, SOURCE, Optional.of(DESTINATION)));
    states.put(
        "TurnedBack", new Compensated(TRANSFER, Outcome.CANCELLED, SOURCE, Optional.empty()));
    states.put("Expired", new Expired(TRANSFER, Optional.of(SOURCE)));
    return states;
  }

  static Holding holding() {
    return new Holding(TRANSFER, WAITING, OptionalLong.of(DEADLINE));
  }

  static Crediting crediting() {
    return new Crediting(TRANSFER, WAITING);
  }

  static Settling settling() {
    return new Settling(TRANSFER, DESTINATION, WAITING);
  }

  static Releasing releasing(Outcome reason) {
    Optional<Version> refused =
        reason == Outcome.ACCOUNT_CLOSED ? Optional.of(DESTINATION) : Optional.empty();
    End end = reason == Outcome.EXPIRED ? End.EXPIRED : End.COMPENSATED;
    return new Releasing(TRANSFER, end, reason, refused, WAITING);
  }

  private static Parked parked(Awaiting at, Outcome reason, Version answered) {
    return new Parked(at, reason, answered, SINCE);
  }

  static Map<String, SagaEvent> events() {
    UUID id = TRANSFER.id();
    Map<String, SagaEvent> events = new LinkedHashMap<>();
    events.put("start", new Started(TRANSFER, Sample.TIME_MILLIS, NOW));
    events.put("other start", new Started(OTHER, Sample.TIME_MILLIS, NOW));
    events.put("late start", new Started(TRANSFER, Sample.TIME_MILLIS, LATE));
    events.put("forgotten start", new Started(TRANSFER, Sample.TIME_MILLIS + 1, LATE));
    events.put("late Hold Applied", reply(CommandType.HOLD, Outcome.APPLIED, LATE));
    events.put("early", new Due(id, RETRY - 1));
    events.put("pause passed", new Due(id, RETRY));
    events.put("deadline passed", new Due(id, DEADLINE));
    events.put("resume", new Resumed(id, Optional.empty(), NOW));
    events.put("resume, credited", resumed(new DestinationReading.Credited(new Version(2, 7))));
    events.put("resume, not credited", resumed(new DestinationReading.NotCredited(DESTINATION)));
    events.put(
        "resume, read early", resumed(new DestinationReading.NotCredited(new Version(2, 21))));
    events.put(
        "resume, read elsewhere", resumed(new DestinationReading.NotCredited(new Version(3, 99))));
    events.put("compensate", new CompensateAsked(id, NOW));
    for (CommandType step : steps()) {
      for (Outcome outcome : Outcome.values()) {
        events.put(step.label() + " " + outcome.label(), reply(step, outcome, NOW));
      }
    }
    return events;
  }

  private static Resumed resumed(DestinationReading reading) {
    return new Resumed(TRANSFER.id(), Optional.of(reading), NOW);
  }

  static List<CommandType> steps() {
    return List.of(CommandType.HOLD, CommandType.CREDIT, CommandType.SETTLE, CommandType.RELEASE);
  }

  static Replied reply(CommandType step, Outcome outcome, long nowMillis) {
    UUID id = TRANSFER.id();
    return new Replied(Sample.answer(id, step, outcome), nowMillis);
  }
}
