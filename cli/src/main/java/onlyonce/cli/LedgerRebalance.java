package onlyonce.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import onlyonce.cli.move.Moved;

/**
 * What a rebalance came to, for people and as JSON, whose names these are.
 *
 * @param plan as it was when this run began; one that goes on where another stopped has less to do
 * @param others what the other strategies would have moved
 * @param longestPauseMs for which a ledger partition was in use nowhere
 */
record LedgerRebalance(
    LedgerPlan.Chosen plan, List<LedgerPlan.Other> others, List<Moved> moved, long longestPauseMs) {

  static LedgerRebalance of(LedgerPlan plan, List<Moved> moved) {
    return new LedgerRebalance(
        plan.plan(),
        plan.others(),
        moved,
        moved.stream().mapToLong(Moved::pauseMillis).max().orElse(0));
  }

  String text() {
    if (moved.isEmpty()) {
      return "nothing was to be moved";
    }
    return moved.stream().map(Moved::inWords).collect(Collectors.joining("\n")) + "\n" + summary();
  }

  /** In a line. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%d of %d ledger partitions moved by %s, %.1f %% of the accounts (bound %.1f %%), longest pause %,d ms; %s",
        moved.size(),
        plan.effect().all().ledgerPartitions(),
        plan.strategy(),
        100 * plan.effect().share(),
        100 * plan.effect().bound(),
        longestPauseMs,
        others.stream()
            .map(
                other ->
                    String.format(
                        Locale.ROOT,
                        "%s would have moved %.1f %%",
                        other.strategy(),
                        100 * other.effect().share()))
            .collect(Collectors.joining(", ")));
  }
}
