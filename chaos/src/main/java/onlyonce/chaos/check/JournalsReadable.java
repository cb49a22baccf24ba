package onlyonce.chaos.check;

/** A line of a journal that nobody understands may be an intent that nobody looks for. */
public final class JournalsReadable implements Check {
  @Override
  public CheckResult result(Circumstances circumstances) {
    long lines = circumstances.intents().unreadableLines();
    return lines == 0
        ? new CheckResult(
            "journals-readable",
            Verdict.VALID,
            "%,d lines".formatted(circumstances.intents().input().lines()))
        : new CheckResult(
            "journals-readable",
            Verdict.UNKNOWN,
            "%,d unreadable lines: %s"
                .formatted(lines, String.join("; ", circumstances.intents().complaints())));
  }
}
