package onlyonce.chaos.check;

/** While intents still arrive, nothing final can be said. */
public final class AtRest implements Check {
  @Override
  public CheckResult result(Circumstances circumstances) {
    return circumstances.rest().arriving()
        ? new CheckResult(
            "at-rest",
            Verdict.UNKNOWN,
            "intents still arrive: journals, transfers or results grew while they were read;"
                + " stop the senders or wait longer (--drain)")
        : new CheckResult("at-rest", Verdict.VALID, "nothing arrived while the history was read");
  }
}
