package onlyonce.cli;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import onlyonce.cli.shards.PartitionLoad;
import onlyonce.cli.shards.PlanEffect;
import onlyonce.messages.MovePlan;
import onlyonce.messages.Placement;

/**
 * What would move, for people and as JSON, whose names these are.
 *
 * @param others what the other strategies would have moved
 */
record LedgerPlan(Chosen plan, List<Other> others) {

  /** The plan that was asked for. */
  record Chosen(String strategy, List<String> shards, List<MoveLine> moves, PlanEffect effect) {}

  /** One ledger partition that moves. */
  record MoveLine(int ledgerPartition, String from, String to, long accounts, long rows) {}

  /** Another strategy's effect. */
  record Other(String strategy, PlanEffect effect) {}

  static LedgerPlan of(MovePlan plan, SortedMap<Integer, PartitionLoad> loads) {
    List<MoveLine> moves =
        plan.moves().stream()
            .map(
                move -> {
                  PartitionLoad load =
                      loads.getOrDefault(move.partition(), new PartitionLoad(0, 0));
                  return new MoveLine(
                      move.partition(), move.from(), move.to(), load.accounts(), load.rows());
                })
            .toList();
    return new LedgerPlan(
        new Chosen(
            plan.placement().label(),
            List.copyOf(plan.shards()),
            moves,
            PlanEffect.of(plan, loads)),
        Placement.all().stream()
            .filter(other -> !other.equals(plan.placement()))
            .map(other -> new Other(other.label(), PlanEffect.of(plan.by(other), loads)))
            .toList());
  }

  String text() {
    TextRows moves = new TextRows("LEDGER PARTITION", "FROM", "TO", "ACCOUNTS", "ROWS");
    for (MoveLine move : plan.moves()) {
      moves.add(move.ledgerPartition(), move.from(), move.to(), move.accounts(), move.rows());
    }
    PlanEffect effect = plan.effect();
    return "%s%n%s%n%s%nskew, the fullest shard's accounts over the mean: %s before, %s after%n%s"
        .formatted(
            "by %s, on %s".formatted(plan.strategy(), String.join(", ", plan.shards())),
            plan.moves().isEmpty() ? "" : moves,
            sentence(plan.strategy(), "moves", effect),
            decimal(effect.skewBefore()),
            decimal(effect.skewAfter()),
            others.stream()
                .map(
                    other ->
                        sentence(other.strategy(), "would move", other.effect())
                            + ", skew "
                            + decimal(other.effect().skewAfter()))
                .collect(Collectors.joining("\n")));
  }

  private static String sentence(String strategy, String moves, PlanEffect effect) {
    return String.format(
        Locale.ROOT,
        "%s %s %d of %d ledger partitions: %,d of %,d accounts (%.1f %%, %s the bound of %.1f %%), %,d of %,d rows",
        strategy,
        moves,
        effect.moved().ledgerPartitions(),
        effect.all().ledgerPartitions(),
        effect.moved().accounts(),
        effect.all().accounts(),
        100 * effect.share(),
        effect.isBounded() ? "within" : "above",
        100 * effect.bound(),
        effect.moved().rows(),
        effect.all().rows());
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
