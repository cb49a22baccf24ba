package onlyonce.saga;

import java.time.Duration;
import java.util.Optional;
import onlyonce.messages.CommandIds;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Transfer;

/**
 * Decides sagas: {@code decide(state, event)} gives the next state and what is sent with it. Pure:
 * the clock's reading is part of the event, and whoever calls stores and sends both or neither.
 *
 * <p>What holds whatever arrives, in any order and number: {@code Settle} follows only a stored
 * {@code Applied} of {@code Credit}, or the money seen at the destination; {@code Release} only its
 * stored refusal, the proof that it never will be applied, or a turn back before it was sent. So
 * money that was credited is never released, and money that was refused is never settled.
 *
 * <p>Time does two things, and no more: it sends a step again, under the same id, and it turns a
 * saga back that still waits for its hold. Once {@code Credit} is sent, silence means nothing.
 *
 * <pre>
 * state       event                                        next         sent
 * ----------  -------------------------------------------  -----------  ---------------------
 * NotStarted  Started, below the floor                     unchanged    dead letter, Expired
 *             Started, older than half the window
 *               within one ledger partition                unchanged    dead letter, Expired
 *               between two                                Expired      result
 *             Started, one ledger partition                Posted       Post, the transfer's id
 *             Started                                      Holding      Hold
 *             Replied, Due, Resumed, CompensateAsked       (no-saga)
 * Holding     Hold Applied                                 Crediting    Credit
 *             Hold Applied, older than half the window     Releasing    Release
 *             Hold Expired                                 Releasing    Release
 *             Hold refused by the rules, or by a tombstone Rejected     result
 *             Hold HoldExists, HoldAlreadySettled, any
 *               answer that no rule gives, conflict        Parked
 *             Due, the deadline has passed                 Releasing    Release
 *             Due, the pause has passed                    Holding      Hold, again
 *             CompensateAsked                              Releasing    Release
 * Crediting   Credit Applied                               Settling     Settle
 *             Credit refused by the rules                  Releasing    Release
 *             Credit Expired, any other, conflict          Parked
 *             Due, the pause has passed                    Crediting    Credit, again
 *             CompensateAsked                              (credit-sent)
 * Settling    Settle Applied, HoldAlreadySettled           Completed    result
 *             Settle any other, conflict                   Parked
 *             Due, the pause has passed                    Settling     Settle, again
 *             CompensateAsked                              (credit-sent)
 * Releasing   Release Applied, HoldAlreadyReleased         Compensated  result
 *                                   (after age: )          Expired      result
 *             Release any other, conflict                  Parked
 *             Due, the pause has passed                    Releasing    Release, again
 *             CompensateAsked                              (turned-back)
 * Parked      the step's stored answer                     as from where it stood
 *             Expired, conflict, what parks again          (still-parked)
 *             anything, when a conflict parked it          (still-parked)
 *             Resumed, Credit Expired, money seen there    Settling     Settle
 *             Resumed, Credit Expired, none seen there     Releasing    Release
 *             Resumed, Credit Expired, not looked          (reading-needed)
 *             Resumed, Credit Expired, looked elsewhere
 *               or before the answer                       (stale-reading)
 *             Resumed, a conflict parked it                (still-parked)
 *             Resumed, any other                           where it stood, the step again
 *             Due                                          (not-due)
 *             CompensateAsked                              as from where it stood
 * Posted      Started, the same transfer                   (repeated)   the same Post
 *             Replied                                      (foreign)
 *             Resumed, CompensateAsked                     (posted)
 * ended       Started, the same transfer                   (repeated)   the same result
 *             Replied, to one of its steps                 (after-end)
 *             Resumed, CompensateAsked                     (after-end)
 * all open    Started, the same transfer                   (repeated)
 *             Replied, to another step of its own          (other-step)
 *             Resumed, and not parked                      (not-parked)
 * all known   Started, another transfer under this id      unchanged    dead letter, conflict
 *             Replied, to no step of its own               (foreign)
 *             Due, and nothing is due                      (not-due)
 * </pre>
 *
 * What stands in brackets changes nothing and is counted under that name.
 */
public final class SagaRules {
  private final Partitioning partitioning;
  private final SagaTerms terms;

  /**
   * @param dedupWindow how long the ledger partitions remember ids, at least a second
   */
  public SagaRules(Partitioning partitioning, Duration dedupWindow, RetryPolicy retries) {
    this.partitioning = partitioning;
    this.terms = new SagaTerms(new SendWindow(dedupWindow), retries);
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
      case Due due -> due(state, due);
      case Resumed resumed -> resumed(state, resumed);
      case CompensateAsked wish -> compensate(state, wish);
    };
  }

  private Decision started(SagaState state, Started event) {
    Transfer transfer = event.transfer();
    return switch (state) {
      case NotStarted none -> begin(none, event);
      case SagaState.Remembered known when !known.transfer().equals(transfer) -> conflict(known);
      case SagaState.Open open -> Decision.ignored(open, Ignored.REPEATED_START);
      case Posted posted ->
          Decision.ignored(posted, Ignored.REPEATED_START, Emission.Send.post(transfer));
      case Ended ended ->
          Decision.ignored(ended, Ignored.REPEATED_START, new Emission.Publish(ended.result()));
    };
  }

  private Decision begin(NotStarted none, Started event) {
    Transfer transfer = event.transfer();
    if (CommandIds.timeMillis(transfer.id()) < event.floorMillis()) {
      // It may have ended and been forgotten, so no end may be told that could contradict it.
      return Decision.of(none, new Emission.Refuse(DeadLetterReason.EXPIRED, tooOld(event)));
    }
    boolean within = partitioning.of(transfer.from()) == partitioning.of(transfer.to());
    if (terms.window().hasPassed(transfer.id(), event.nowMillis())) {
      // The same Post may have come directly and been judged: its end is not ours to tell.
      return within
          ? Decision.of(none, new Emission.Refuse(DeadLetterReason.EXPIRED, tooLateToPost(event)))
          : Decision.end(new Expired(transfer, Optional.empty()));
    }
    if (within) {
      return Decision.of(new Posted(transfer), Emission.Send.post(transfer));
    }
    return Awaiting.enter(Holding.begin(transfer, event.nowMillis(), terms));
  }

  private static String tooOld(Started event) {
    return "id time %s is before %d ms, from where sagas are remembered; not judged, look before paying again"
        .formatted(CommandIds.time(event.transferId()), event.floorMillis());
  }

  private static String tooLateToPost(Started event) {
    return "id time %s is more than half the dedup window ago; not posted, look before paying again"
        .formatted(CommandIds.time(event.transferId()));
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
              ? at.answered(reply, terms)
              : Decision.ignored(at, Ignored.OTHER_STEP);
      case Parked parked ->
          reply.answers(parked.at().awaited())
              ? parked.replied(reply, terms)
              : Decision.ignored(parked, Ignored.OTHER_STEP);
    };
  }

  private Decision due(SagaState state, Due event) {
    return switch (state) {
      case NotStarted none -> Decision.ignored(none, Ignored.NO_SAGA);
      case Awaiting at when at.dueMillis().orElse(Long.MAX_VALUE) <= event.nowMillis() ->
          at.due(event.nowMillis(), terms);
      case SagaState.Remembered known -> Decision.ignored(known, Ignored.NOT_DUE);
    };
  }

  private Decision resumed(SagaState state, Resumed event) {
    return switch (state) {
      case NotStarted none -> Decision.ignored(none, Ignored.NO_SAGA);
      case Posted posted -> Decision.ignored(posted, Ignored.POSTED);
      case Ended ended -> Decision.ignored(ended, Ignored.AFTER_END);
      case Awaiting at -> Decision.ignored(at, Ignored.NOT_PARKED);
      case Parked parked -> parked.resumed(event, terms);
    };
  }

  private Decision compensate(SagaState state, CompensateAsked wish) {
    return switch (state) {
      case NotStarted none -> Decision.ignored(none, Ignored.NO_SAGA);
      case Posted posted -> Decision.ignored(posted, Ignored.POSTED);
      case Ended ended -> Decision.ignored(ended, Ignored.AFTER_END);
      case Awaiting at -> at.compensate(wish, terms);
      case Parked parked -> parked.compensate(wish, terms);
    };
  }
}
