package onlyonce.chaos.fault;

import java.time.Instant;
import java.util.Optional;

/**
 * A fault as it happened.
 *
 * @param kind such as {@code kill}
 * @param target the node that was aimed at
 * @param at when it was injected
 * @param healedAt when it was mended; empty when that failed
 * @param observed what the system was seen to do after it, read from the system
 * @param bit whether it had the effect that a fault of its kind must have
 * @param openCommands how many of the clients' commands were open when it was injected
 * @param broken what was seen that must never be, whatever the fault
 */
public record FaultRecord(
    String kind,
    String target,
    Instant at,
    Optional<Instant> healedAt,
    String observed,
    boolean bit,
    long openCommands,
    Optional<String> broken) {
  /** One under which nothing was seen that must never be. */
  public FaultRecord(
      String kind,
      String target,
      Instant at,
      Optional<Instant> healedAt,
      String observed,
      boolean bit,
      long openCommands) {
    this(kind, target, at, healedAt, observed, bit, openCommands, Optional.empty());
  }
}
