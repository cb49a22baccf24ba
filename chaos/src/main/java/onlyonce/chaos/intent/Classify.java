package onlyonce.chaos.intent;

import onlyonce.messages.TransferResult;

/**
 * Puts an intent into the first class that fits. Postings outrank what was said: an intent whose
 * money moved once is applied, whatever its result says (the checks complain about that).
 *
 * <pre>
 * duplicated     an account was debited or credited more than once
 * lost           acknowledged or handed over, and not in the log; or in the log, and an effect is missing
 * conflicted     its own content was refused for its id's sake, and nothing of it was applied
 * dead_lettered  unreadable, and neither applied nor answered
 * expired        not judged, and neither applied nor answered
 * rejected       an answer refuses it, and no money moved
 * applied        the money moved once, and an end was told
 * stuck          in the log without any of these
 * unsent         not in the log, never acknowledged nor handed over
 * </pre>
 */
public final class Classify {
  private Classify() {}

  /** The class of an intent, once all evidence is in. */
  public static IntentClass classOf(Intent intent) {
    if (intent.debits() > 1 || intent.credits() > 1) {
      return IntentClass.DUPLICATED;
    }
    if (!intent.inLog()) {
      return intent.acknowledged() || intent.handedOver() || intent.movedMoney()
          ? IntentClass.LOST
          : IntentClass.UNSENT;
    }
    if (effectIsMissing(intent)) {
      return IntentClass.LOST;
    }
    boolean judged = intent.movedMoney() || answered(intent);
    if (intent.wasConflicted() && (!judged || (!intent.movedAsIntended() && intent.movedMoney()))) {
      return IntentClass.CONFLICTED;
    }
    if (intent.wasDeadLettered() && !judged) {
      return IntentClass.DEAD_LETTERED;
    }
    if (intent.wasExpired() && !intent.movedMoney() && !refused(intent)) {
      return IntentClass.EXPIRED;
    }
    if (!intent.movedMoney() && refused(intent)) {
      return IntentClass.REJECTED;
    }
    return intent.movedAsIntended() && answered(intent) ? IntentClass.APPLIED : IntentClass.STUCK;
  }

  private static boolean answered(Intent intent) {
    return switch (intent.wish().kind()) {
      case OPEN, CLOSE -> intent.wasOpened() || intent.wasRefused();
      case POST, SAGA -> intent.end().isPresent();
      case UNREADABLE -> false;
    };
  }

  private static boolean refused(Intent intent) {
    return switch (intent.wish().kind()) {
      case OPEN, CLOSE -> intent.wasRefused() && !intent.wasOpened();
      case POST, SAGA ->
          intent
              .end()
              .filter(
                  end ->
                      end == TransferResult.End.REJECTED || end == TransferResult.End.COMPENSATED)
              .isPresent();
      case UNREADABLE -> false;
    };
  }

  private static boolean effectIsMissing(Intent intent) {
    if (intent.effectMissing()) {
      return true;
    }
    boolean transfer =
        intent.wish().kind() == IntentKind.POST || intent.wish().kind() == IntentKind.SAGA;
    boolean whole = intent.debits() == 1 && intent.credits() == 1;
    boolean half = intent.debits() != intent.credits();
    return transfer
        && intent.end().isPresent()
        && (half || (intent.end().get() == TransferResult.End.COMPLETED && !whole));
  }
}
