package onlyonce.chaos.fault;

import java.time.Duration;

/** A fault whose wound stays for some time at least. */
public record Lasting(Fault fault, Duration lasting) implements Fault {
  @Override
  public String kind() {
    return fault.kind();
  }

  @Override
  public String lane() {
    return fault.lane();
  }

  @Override
  public String aim() {
    return fault.aim();
  }

  @Override
  public Wound inject() throws FaultMissedException {
    return fault.inject();
  }
}
