package onlyonce.cli.lab.partitioning;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import onlyonce.chaos.check.Verdict;
import onlyonce.messages.Placement;
import onlyonce.messages.RingPlacement;

/** The verdict over what was measured. */
final class JudgeLayouts {
  /** A wave lies in one range or over a bound; by hash it is spread over all ledger partitions. */
  private static final double CROWDED = 0.5;

  private JudgeLayouts() {}

  /** A verdict and its reason. */
  record Judgement(Verdict verdict, String conclusion) {}

  static Judgement judge(List<Measured> all) {
    if (all.isEmpty()) {
      return new Judgement(Verdict.UNKNOWN, "nothing was measured");
    }
    for (Measured measured : all) {
      if (measured.waves().count() == 0
          || measured.queries().count() == 0
          || measured.growth().all().accounts() == 0
          || measured.shards() < 2) {
        return new Judgement(Verdict.UNKNOWN, measured.layout().name() + ": nothing was measured");
      }
    }
    for (Measured measured : all) {
      Optional<String> fault = fault(measured);
      if (fault.isPresent()) {
        return new Judgement(Verdict.INVALID, measured.layout().name() + ": " + fault.get());
      }
    }
    for (Placement placement : Placement.all()) {
      if (all.stream().noneMatch(one -> one.layout().placement().equals(placement))) {
        return new Judgement(Verdict.UNKNOWN, placement.label() + " was not measured");
      }
    }
    for (boolean byRange : new boolean[] {true, false}) {
      if (all.stream().noneMatch(one -> one.layout().isByRange() == byRange)) {
        return new Judgement(Verdict.UNKNOWN, (byRange ? "range" : "hash") + " was not measured");
      }
    }
    return new Judgement(Verdict.VALID, conclusion(all));
  }

  private static Optional<String> fault(Measured measured) {
    if (!measured.flaws().isEmpty()) {
      return Optional.of(String.join("; ", measured.flaws()));
    }
    return moved(measured).or(() -> asked(measured)).or(() -> crowded(measured));
  }

  private static Optional<String> moved(Measured measured) {
    boolean ring = measured.layout().placement() instanceof RingPlacement;
    if (ring == measured.growth().isBounded()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            ring
                ? "one shard more moved %.1f %% of the accounts, above the bound of %.1f %%"
                : "one shard more moved only %.1f %% of the accounts, within the bound of %.1f %%:"
                    + " the hypothesis was not tested",
            100 * measured.growth().share(),
            100 * measured.growth().bound()));
  }

  private static Optional<String> asked(Measured measured) {
    boolean askedAll = measured.queries().shardsMean() >= measured.shards();
    if (askedAll != measured.layout().isByRange()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "a range query asked %.2f of %d shards",
            measured.queries().shardsMean(),
            measured.shards()));
  }

  private static Optional<String> crowded(Measured measured) {
    double busiest = measured.waves().busiestPartition();
    return (busiest >= CROWDED) == measured.layout().isByRange()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "keys in order put %.0f %% of a wave into one ledger partition",
                100 * busiest));
  }

  private static String conclusion(List<Measured> all) {
    return String.format(
        Locale.ROOT,
        "One shard more moves %s of the accounts by ring and %s by modulo; %s may. A range query asks"
            + " %s of %d shards by range and %s by hash. Keys in order put %s of a wave into one"
            + " ledger partition by range, %s by hash.",
        shares(
            all,
            one -> one.layout().placement() instanceof RingPlacement,
            one -> one.growth().share()),
        shares(
            all,
            one -> !(one.layout().placement() instanceof RingPlacement),
            one -> one.growth().share()),
        percent(all.getFirst().growth().bound()),
        numbers(all, true),
        all.getFirst().shards(),
        numbers(all, false),
        shares(all, one -> one.layout().isByRange(), one -> one.waves().busiestPartition()),
        shares(all, one -> !one.layout().isByRange(), one -> one.waves().busiestPartition()));
  }

  private static String shares(
      List<Measured> all, Predicate<Measured> which, ToDoubleFunction<Measured> what) {
    double[] values = all.stream().filter(which).mapToDouble(what).sorted().toArray();
    String low = percent(values[0]);
    String high = percent(values[values.length - 1]);
    return low.equals(high) ? low : low + " to " + high;
  }

  private static String numbers(List<Measured> all, boolean byRange) {
    double[] values =
        all.stream()
            .filter(one -> one.layout().isByRange() == byRange)
            .mapToDouble(one -> one.queries().shardsMean())
            .sorted()
            .toArray();
    String low = String.format(Locale.ROOT, "%.2f", values[0]);
    String high = String.format(Locale.ROOT, "%.2f", values[values.length - 1]);
    return low.equals(high) ? low : low + " to " + high;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
