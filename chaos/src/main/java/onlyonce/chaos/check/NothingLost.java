package onlyonce.chaos.check;

import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;

/** What was acknowledged or handed over is in the log, and what is in the log has its effect. */
public final class NothingLost implements Check {
  private final Offenders offenders = new Offenders();
  private long sent;

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    sent += intent.acknowledged() || intent.handedOver() ? 1 : 0;
    if (intentClass == IntentClass.LOST) {
      offenders.add(
          intent.inLog()
              ? "intent %s (%s to %s, %,d %s) is in the log, but an effect is missing"
                  .formatted(
                      intent.id(),
                      intent.wish().from(),
                      intent.wish().to(),
                      intent.wish().amountMinor(),
                      intent.wish().currency())
              : "intent %s was %s, but is not in the log"
                  .formatted(
                      intent.id(),
                      intent.acknowledged() || !intent.handedOver()
                          ? "acknowledged"
                          : "handed over"));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return offenders.result(
        "nothing-lost",
        earned(circumstances),
        "%,d acknowledged or handed over intents are in the log with all their effects"
            .formatted(sent));
  }

  /**
   * The database's own offset tells what must have an effect by now. A group's offset does not: at
   * most once, it is committed before the effect.
   */
  private static Verdict earned(Circumstances circumstances) {
    return switch (circumstances.semantics()) {
      case EXACTLY_ONCE -> Verdict.INVALID;
      case AT_LEAST_ONCE, AT_MOST_ONCE ->
          circumstances.rest().busy() ? Verdict.UNKNOWN : Verdict.INVALID;
    };
  }
}
