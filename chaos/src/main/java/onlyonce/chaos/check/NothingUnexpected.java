package onlyonce.chaos.check;

import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;

/** No money moves that nobody asked for. */
public final class NothingUnexpected implements Check {
  private final Offenders offenders = new Offenders();

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    intent
        .strayAccount()
        .ifPresent(
            account ->
                offenders.add(
                    "intent %s moved money on account %s, which it does not name so"
                        .formatted(intent.id(), account)));
  }

  /** How many ids moved money that no intent asked for; complete once the result was taken. */
  public long count() {
    return offenders.count();
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    circumstances
        .strays()
        .forEach(
            (id, stray) ->
                offenders.add(
                    "%s moved %,d %s on account %s and is in no journal"
                        .formatted(
                            id,
                            Math.max(stray.creditedMinor(), stray.debitedMinor()),
                            stray.currency(),
                            stray.account())));
    return offenders.result(
        "nothing-unexpected", Verdict.INVALID, "every posting belongs to an intent");
  }
}
