package onlyonce.chaos.check;

import onlyonce.chaos.fault.FaultRecord;

/**
 * A fault that hit nothing proves nothing; and one after which something was seen that must never
 * be proves the contrary.
 */
public final class FaultsBit implements Check {
  private static final String NAME = "faults-bit";

  @Override
  public CheckResult result(Circumstances circumstances) {
    Offenders broken = new Offenders();
    Offenders toothless = new Offenders();
    for (FaultRecord fault : circumstances.faults()) {
      String name = fault.kind() + " of " + fault.target();
      if (fault.broken().isPresent()) {
        broken.add(name + ": " + fault.broken().get());
      } else if (!fault.bit()) {
        toothless.add(name + " hit nothing: " + fault.observed());
      } else if (fault.openCommands() == 0) {
        toothless.add(name + " landed while no command was open");
      } else if (fault.healedAt().isEmpty()) {
        toothless.add(name + " was not healed: " + fault.observed());
      }
    }
    CheckResult never = broken.result(NAME, Verdict.INVALID, "");
    if (never.verdict() == Verdict.INVALID) {
      return never;
    }
    return toothless.result(
        NAME,
        Verdict.UNKNOWN,
        circumstances.faults().isEmpty()
            ? "no faults were planned"
            : "%d faults, each with its effect observed while commands were open"
                .formatted(circumstances.faults().size()));
  }
}
