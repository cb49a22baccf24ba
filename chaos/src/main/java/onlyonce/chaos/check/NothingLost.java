package onlyonce.chaos.check;

import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;

/** What was acknowledged is in the log, and what is in the log has its effect. */
public final class NothingLost implements Check {
  private final Offenders offenders = new Offenders();
  private long acknowledged;

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    acknowledged += intent.acknowledged() ? 1 : 0;
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
              : "intent %s was acknowledged, but is not in the log".formatted(intent.id()));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return offenders.result(
        "nothing-lost",
        Verdict.INVALID,
        "%,d acknowledged intents are in the log with all their effects".formatted(acknowledged));
  }
}
