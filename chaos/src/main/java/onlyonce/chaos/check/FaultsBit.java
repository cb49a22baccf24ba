package onlyonce.chaos.check;

import onlyonce.chaos.fault.FaultRecord;

/** A fault that hit nothing proves nothing. */
public final class FaultsBit implements Check {
  @Override
  public CheckResult result(Circumstances circumstances) {
    Offenders toothless = new Offenders();
    for (FaultRecord fault : circumstances.faults()) {
      String name = fault.kind() + " of " + fault.target();
      if (!fault.bit()) {
        toothless.add(name + " hit nothing: " + fault.observed());
      } else if (fault.openCommands() == 0) {
        toothless.add(name + " landed while no command was open");
      } else if (fault.healedAt().isEmpty()) {
        toothless.add(name + " was not healed: " + fault.observed());
      }
    }
    return toothless.result(
        "faults-bit",
        Verdict.UNKNOWN,
        circumstances.faults().isEmpty()
            ? "no faults were planned"
            : "%d faults, each with its effect observed while commands were open"
                .formatted(circumstances.faults().size()));
  }
}
