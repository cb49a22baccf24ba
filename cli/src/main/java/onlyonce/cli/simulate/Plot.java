package onlyonce.cli.simulate;

import java.util.List;

/**
 * A directed part of a history: it leads to something that chance alone would hardly ever find.
 * Each plot only delays, repeats, kills and waits; what comes of it the roles decide.
 */
interface Plot {
  List<Plot> ALL =
      List.of(
          PlotsOfAge::lateAnswer,
          PlotsOfAge::creditNeverJudged,
          PlotsOfAge::holdNeverJudged,
          PlotsOfAge::holdRetriedPastTheWindow,
          PlotsOfAge::settledBelowTheFloor,
          PlotsOfAge::startAfterForgotten,
          PlotsOfAge::holdUnanswered,
          PlotsOfOrder::overtakenHold,
          PlotsOfOrder::wakingOwner,
          PlotsOfOrder::pausedOrchestrator,
          PlotsOfOrder::closedInMidSaga,
          PlotsOfOrder::turnedBackByHand,
          PlotsOfOrder::logReadAgain);

  void play(Stage stage);
}
