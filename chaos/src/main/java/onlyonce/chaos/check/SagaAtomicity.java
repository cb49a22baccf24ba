package onlyonce.chaos.check;

import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.intent.IntentKind;
import onlyonce.messages.TransferResult;

/** A saga that ended did both of its halves or neither, as its result says. */
public final class SagaAtomicity implements Check {
  private final Offenders offenders = new Offenders();
  private long completed;
  private long undone;

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    if (intent.wish().kind() != IntentKind.SAGA || intent.end().isEmpty()) {
      return;
    }
    TransferResult.End end = intent.end().get();
    boolean asSaid =
        switch (end) {
          case COMPLETED ->
              intent.holdState().equals("settled") && intent.credits() == 1 && intent.debits() == 1;
          case REJECTED, COMPENSATED, EXPIRED ->
              intent.credits() == 0
                  && intent.debits() == 0
                  && !intent.holdState().equals("held")
                  && !intent.holdState().equals("settled");
        };
    if (asSaid) {
      completed += end == TransferResult.End.COMPLETED ? 1 : 0;
      undone += end == TransferResult.End.COMPLETED ? 0 : 1;
    } else {
      offenders.add(
          "transfer %s ended %s, but its hold is %s, with %d debits at %s and %d credits at %s"
              .formatted(
                  intent.id(),
                  end.label(),
                  intent.holdState().isEmpty() ? "not there" : intent.holdState(),
                  intent.debits(),
                  intent.wish().from(),
                  intent.credits(),
                  intent.wish().to()));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return offenders.result(
        "saga-atomicity",
        Verdict.INVALID,
        completed + undone == 0
            ? "no saga ended"
            : "%,d sagas completed whole, %,d left no trace".formatted(completed, undone));
  }
}
