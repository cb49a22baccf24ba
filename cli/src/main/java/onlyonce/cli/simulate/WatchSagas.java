package onlyonce.cli.simulate;

import onlyonce.messages.Outcome;
import onlyonce.saga.CompensateAsked;
import onlyonce.saga.Crediting;
import onlyonce.saga.Decision;
import onlyonce.saga.Due;
import onlyonce.saga.Emission;
import onlyonce.saga.Holding;
import onlyonce.saga.Ignored;
import onlyonce.saga.NotStarted;
import onlyonce.saga.Parked;
import onlyonce.saga.Releasing;
import onlyonce.saga.Replied;
import onlyonce.saga.Resumed;
import onlyonce.saga.SagaEvent;
import onlyonce.saga.SagaState;
import onlyonce.saga.Settling;
import onlyonce.saga.Started;

/** Tells the rare decisions of sagas from the common ones. */
final class WatchSagas {
  private final Sightings sightings;

  WatchSagas(Sightings sightings) {
    this.sightings = sightings;
  }

  void decided(SagaState before, SagaEvent event, Decision decision) {
    switch (event) {
      case Started _ -> started(before, decision);
      case Replied reply -> replied(before, reply, decision);
      case Due _ -> due(before, decision);
      case Resumed _ -> resumed(before, decision);
      case CompensateAsked _ -> {
        saw(Sighting.COMPENSATE_OBEYED, decision.ignored().isEmpty());
        saw(Sighting.COMPENSATE_REFUSED, isIgnoredAs(decision, Ignored.CREDIT_SENT));
      }
    }
  }

  private void started(SagaState before, Decision decision) {
    boolean refused =
        decision.emissions().stream().anyMatch(emission -> emission instanceof Emission.Refuse);
    saw(Sighting.START_REPEATED, isIgnoredAs(decision, Ignored.REPEATED_START));
    saw(Sighting.START_AFTER_FORGOTTEN, refused && before instanceof NotStarted);
    saw(Sighting.START_CONFLICTED, refused && before instanceof SagaState.Remembered);
  }

  private void replied(SagaState before, Replied reply, Decision decision) {
    Outcome outcome = reply.answer().outcome();
    SagaState after = decision.state();
    saw(Sighting.OTHER_STEP_ANSWERED, isIgnoredAs(decision, Ignored.OTHER_STEP));
    boolean moved = decision.ignored().isEmpty();
    saw(Sighting.PARKED_MOVED_BY_ANSWER, before instanceof Parked && moved);
    if (before instanceof Holding) {
      saw(Sighting.HOLD_EXPIRED, outcome == Outcome.EXPIRED && after instanceof Releasing);
    }
    if (before instanceof Crediting crediting) {
      boolean late =
          reply.nowMillis() - crediting.sinceMillis() > RealCores.RETRIES.holdDeadline().toMillis();
      saw(Sighting.CREDIT_ANSWERED_LATE, late && after instanceof Settling);
      saw(Sighting.CREDIT_REFUSED, outcome != Outcome.EXPIRED && after instanceof Releasing);
      saw(Sighting.CREDIT_EXPIRED, after instanceof Parked);
    }
    saw(
        Sighting.HOLD_ROW_ANSWERED,
        moved
            && ((before instanceof Settling && outcome == Outcome.HOLD_ALREADY_SETTLED)
                || (before instanceof Releasing && outcome == Outcome.HOLD_ALREADY_RELEASED)));
  }

  private void due(SagaState before, Decision decision) {
    boolean turned = before instanceof Holding && decision.state() instanceof Releasing;
    saw(Sighting.HOLD_TURNED_BACK, turned);
    saw(Sighting.STEP_RETRIED, !turned && !decision.emissions().isEmpty());
  }

  private void resumed(SagaState before, Decision decision) {
    saw(Sighting.PARKED_RESUMED, before instanceof Parked && decision.ignored().isEmpty());
    saw(Sighting.RESUME_TOO_EARLY, isIgnoredAs(decision, Ignored.STALE_READING));
  }

  private static boolean isIgnoredAs(Decision decision, Ignored why) {
    return decision.ignored().filter(why::equals).isPresent();
  }

  private void saw(Sighting sighting, boolean happened) {
    if (happened) {
      sightings.saw(sighting);
    }
  }
}
