package onlyonce.chaos.check;

import onlyonce.messages.Semantics;

/** Liveness: once faults are healed, the processors reach the end of every partition's log. */
public final class LogProcessed implements Check {
  private final Offenders behind = new Offenders();
  private final Offenders homeless = new Offenders();
  private long partitions;

  @Override
  public void replayed(ReplayedPartition partition) {
    partitions++;
    if (partition.homes().size() > 1) {
      homeless.add(
          partition.title()
              + " is active in several shards: "
              + String.join(", ", partition.homes()));
    }
    long next = partition.nextOffset();
    if (partition.waiting() > 0) {
      behind.add(
          "%s: %,d records from offset %d on are not processed"
              .formatted(partition.title(), partition.waiting(), next));
    }
    if (next > partition.range().end()) {
      homeless.add(
          "%s: all up to offset %d was processed, but the log ends at %d"
              .formatted(partition.title(), next, partition.range().end()));
    }
  }

  /** Whether a processor has not yet come to the end of a log. */
  public boolean isBehind() {
    return !behind.none();
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    if (!homeless.none()) {
      return new CheckResult("log-processed", Verdict.INVALID, homeless.findings());
    }
    if (!behind.none() && circumstances.semantics() != Semantics.EXACTLY_ONCE) {
      behind.add("how far it is processed is what the processors' group committed to Kafka");
    }
    return behind.result(
        "log-processed",
        circumstances.rest().busy() ? Verdict.UNKNOWN : Verdict.INVALID,
        "%,d ledger partitions are processed to their end".formatted(partitions));
  }
}
