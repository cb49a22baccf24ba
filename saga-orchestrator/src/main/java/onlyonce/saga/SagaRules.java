package onlyonce.saga;

import java.time.Duration;
import java.util.Optional;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Transfer;

/**
 * Decides sagas: {@code decide(state, event)} gives the next state and what is sent with it. Pure:
 * the clock's reading is part of the event, and whoever calls stores and sends both or neither.
 *
 * <p>What holds whatever arrives, in any order and number: {@code Settle} follows only a stored
 * {@code Applied} of {@code Credit}; {@code Release} only its stored refusal, or age before it was
 * sent. So money that was credited is never released, and money that was refused is never settled.
 *
 * <pre>
 * state       event                                        next         sent
 * ----------  -------------------------------------------  -----------  ---------------------
 * NotStarted  Started, older than half the window          Expired      result
 *             Started, one ledger partition                Posted       Post, the transfer's id
 *             Started                                      Holding      Hold
 *             Replied                                      (no-saga)
 * Holding     Hold Applied                                 Crediting    Credit
 *             Hold Applied, older than half the window     Releasing    Release
 *             Hold Expired                                 Releasing    Release
 *             Hold refused by the rules, or by a tombstone Rejected     result
 *             Hold HoldExists, HoldAlreadySettled, any
 *               answer that no rule gives, conflict        Parked
 * Crediting   Credit Applied                               Settling     Settle
 *             Credit refused by the rules                  Releasing    Release
 *             Credit Expired, any other, conflict          Parked
 * Settling    Settle Applied, HoldAlreadySettled           Completed    result
 *             Settle any other, conflict                   Parked
 * Releasing   Release Applied, HoldAlreadyReleased         Compensated  result
 *                                   (after age: )          Expired      result
 *             Release any other, conflict                  Parked
 * Parked      the step's stored answer                     as from where it stood
 *             Expired, conflict, what parks again          (still-parked)
 *             anything, when a conflict parked it          (still-parked)
 * Posted      Started, the same transfer                   (repeated)   the same Post
 *             Replied                                      (foreign)
 * ended       Started, the same transfer                   (repeated)   the same result
 *             Replied, to one of its steps                 (after-end)
 * all open    Started, the same transfer                   (repeated)
 *             Replied, to another step of its own          (other-step)
 * all known   Started, another transfer under this id      unchanged    dead letter, conflict
 *             Replied, to no step of its own               (foreign)
 * </pre>
 *
 * What stands in brackets changes nothing and is counted under that name.
 */
public final class SagaRules {
  private final Partitioning partitioning;
  private final SendWindow window;

  /**
   * @param dedupWindow how long the ledger partitions remember ids, at least a second
   */
  public SagaRules(Partitioning partitioning, Duration dedupWindow) {
    this.partitioning = partitioning;
    this.window = new SendWindow(dedupWindow);
  }

  /**
   * The next state, and what is sent with it.
   *
   * @param state of the transfer that the event happens to
   * @throws IllegalArgumentException when state and event belong to different transfers
   */
  public Decision decide(SagaState state, SagaEvent event) {
    if (state instanceof SagaState.Remembered known
        && !known.transfer().id().equals(event.transferId())) {
      throw new IllegalArgumentException(
          "the event of transfer %s came to the saga of %s"
              .formatted(event.transferId(), known.transfer().id()));
    }
    return switch (event) {
      case Started started -> started(state, started);
      case Replied reply -> replied(state, reply);
    };
  }

  private Decision started(SagaState state, Started event) {
    Transfer transfer = event.transfer();
    return switch (state) {
      case NotStarted _ -> begin(event);
      case SagaState.Remembered known when !known.transfer().equals(transfer) -> conflict(known);
      case SagaState.Open open -> Decision.ignored(open, Ignored.REPEATED_START);
      case Posted posted ->
          Decision.ignored(posted, Ignored.REPEATED_START, Emission.Send.post(transfer));
      case Ended ended ->
          Decision.ignored(ended, Ignored.REPEATED_START, new Emission.Publish(ended.result()));
    };
  }

  private Decision begin(Started event) {
    Transfer transfer = event.transfer();
    if (window.hasPassed(transfer.id(), event.nowMillis())) {
      return Decision.end(new Expired(transfer, Optional.empty()));
    }
    if (partitioning.of(transfer.from()) == partitioning.of(transfer.to())) {
      return Decision.of(new Posted(transfer), Emission.Send.post(transfer));
    }
    return Awaiting.enter(new Holding(transfer));
  }

  private static Decision conflict(SagaState.Remembered known) {
    return Decision.of(
        known,
        new Emission.Refuse(
            DeadLetterReason.CONFLICTS_WITH_EARLIER,
            "transfer %s was started before with another payload; use a new id"
                .formatted(known.transfer().id())));
  }

  private Decision replied(SagaState state, Replied reply) {
    if (state instanceof NotStarted) {
      return Decision.ignored(state, Ignored.NO_SAGA);
    }
    if (!reply.isOwn()) {
      return Decision.ignored(state, Ignored.FOREIGN);
    }
    return switch (state) {
      case NotStarted none -> Decision.ignored(none, Ignored.NO_SAGA);
      case Posted posted -> Decision.ignored(posted, Ignored.FOREIGN);
      case Ended ended -> Decision.ignored(ended, Ignored.AFTER_END);
      case Awaiting at ->
          reply.answers(at.awaited())
              ? at.answered(reply, window)
              : Decision.ignored(at, Ignored.OTHER_STEP);
      case Parked parked ->
          reply.answers(parked.at().awaited())
              ? parked.replied(reply, window)
              : Decision.ignored(parked, Ignored.OTHER_STEP);
    };
  }
}
