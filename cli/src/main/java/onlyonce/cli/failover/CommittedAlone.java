package onlyonce.cli.failover;

import onlyonce.processor.CompareFork.Compared;

/** What an abandoned primary committed alone, before its data were discarded. */
public record CommittedAlone(String server, Compared commands) {
  @Override
  public String toString() {
    return "%s committed %d commands alone: %d were applied again with the same outcome, %d came to another, %d are still to come"
        .formatted(
            server,
            commands.alone(),
            commands.reapplied(),
            commands.differing(),
            commands.pending());
  }
}
