package onlyonce.chaos.reconcile;

import java.util.Optional;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.BadIntent;
import onlyonce.chaos.report.Blame;
import onlyonce.messages.Outcome;

/** Says in words what is known of an intent that went wrong, and what to do about it. */
final class TellStory {
  private TellStory() {}

  static boolean isBad(IntentClass intentClass) {
    return switch (intentClass) {
      case LOST, DUPLICATED, STUCK -> true;
      case APPLIED, REJECTED, EXPIRED, CONFLICTED, DEAD_LETTERED, UNSENT -> false;
    };
  }

  static BadIntent of(Intent intent, IntentClass intentClass, Optional<Blame> blame) {
    String seen =
        "%s, %s the log; debited %d times, credited %d times; %s%s"
            .formatted(
                sent(intent),
                intent.inLog() ? "in" : "not in",
                intent.debits(),
                intent.credits(),
                intent.holdState().isEmpty() ? "" : "hold " + intent.holdState() + "; ",
                intent
                    .end()
                    .map(
                        e -> "result " + e.label() + intent.reason().map(TellStory::why).orElse(""))
                    .orElse("no result"));
    return new BadIntent(
        intent.id(),
        intentClass,
        intent.wish().inWords() + ": " + seen,
        remedy(intent, intentClass),
        blame);
  }

  private static String sent(Intent intent) {
    if (intent.acknowledged()) {
      return "acknowledged";
    }
    return intent.handedOver() ? "handed over" : "not acknowledged";
  }

  private static String why(Outcome reason) {
    return " (" + reason.label() + ")";
  }

  private static String remedy(Intent intent, IntentClass intentClass) {
    String look = "look at ledger.posting, ledger.hold and engine.processed for " + intent.id();
    return switch (intentClass) {
      case LOST -> look + "; correct the books with a new transfer, never with an UPDATE";
      case DUPLICATED -> look + "; pay back with a new transfer";
      case STUCK -> look + "; `onlyonce saga show` tells what it waits for, if it is a saga";
      case APPLIED, REJECTED, EXPIRED, CONFLICTED, DEAD_LETTERED, UNSENT -> look;
    };
  }
}
