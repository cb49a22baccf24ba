package onlyonce.chaos.check;

import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;

/** Whatever reached the log comes to an end. */
public final class EveryIntentEnded implements Check {
  private final Offenders stuck = new Offenders();
  private long ended;

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    if (intentClass == IntentClass.STUCK) {
      stuck.add(
          "intent %s (%s to %s) is in the log and has no end%s"
              .formatted(
                  intent.id(),
                  intent.wish().from(),
                  intent.wish().to(),
                  intent.holdState().isEmpty() ? "" : "; its hold is " + intent.holdState()));
    } else if (intentClass != IntentClass.UNSENT) {
      ended++;
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return stuck.result(
        "every-intent-ended",
        circumstances.rest().arriving() ? Verdict.UNKNOWN : Verdict.INVALID,
        "%,d intents ended".formatted(ended));
  }
}
