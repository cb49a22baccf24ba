package onlyonce.cli.simulate;

import java.util.function.Consumer;

/**
 * A directed part of a history: it leads to something that chance alone would hardly ever find.
 * Each plot only delays, repeats, kills and waits; what comes of it the roles decide.
 */
enum Plot {
  LATE_ANSWER(PlotsOfAge::lateAnswer),
  CREDIT_NEVER_JUDGED(PlotsOfAge::creditNeverJudged),
  HOLD_NEVER_JUDGED(PlotsOfAge::holdNeverJudged),
  HOLD_RETRIED_PAST_THE_WINDOW(PlotsOfAge::holdRetriedPastTheWindow),
  SETTLED_BELOW_THE_FLOOR(PlotsOfAge::settledBelowTheFloor),
  START_AFTER_FORGOTTEN(PlotsOfAge::startAfterForgotten),
  HOLD_UNANSWERED(PlotsOfAge::holdUnanswered),
  OVERTAKEN_HOLD(PlotsOfOrder::overtakenHold),
  WAKING_OWNER(PlotsOfOrder::wakingOwner),
  PAUSED_ORCHESTRATOR(PlotsOfOrder::pausedOrchestrator),
  CLOSED_IN_MID_SAGA(PlotsOfOrder::closedInMidSaga),
  TURNED_BACK_BY_HAND(PlotsOfOrder::turnedBackByHand),
  LOG_READ_AGAIN(PlotsOfOrder::logReadAgain);

  private final Consumer<Stage> play;

  Plot(Consumer<Stage> play) {
    this.play = play;
  }

  void play(Stage stage) {
    play.accept(stage);
  }
}
