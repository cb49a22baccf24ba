package onlyonce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Placement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a new platform's accounts map to ledger partitions, and these to shards. */
final class LayoutOptions {
  private static final String HASH = "hash";
  private static final String RANGE = "range";

  @Option(
      names = "--ledger-partitions",
      paramLabel = "N",
      description = "How many; never changed afterwards. Default: 6, by range one more than bounds")
  private @Nullable Integer ledgerPartitions;

  @Option(
      names = "--partition-function",
      paramLabel = "hash|range|NAME",
      description = {
        "From account to ledger partition: by hash, by range, or a function of your own, found on",
        "the class path by its name; never changed afterwards. Default: hash"
      })
  private @Nullable String function;

  @Option(
      names = "--partition-bounds",
      paramLabel = "ACCOUNT",
      split = ",",
      description = {
        "By range: where each ledger partition but the last ends, rising; it has the accounts below",
        "its bound. G,N,T make four ledger partitions."
      })
  private List<String> bounds = new ArrayList<>();

  @Option(
      names = "--placement",
      paramLabel = "modulo|ring",
      description = "From ledger partition to shard on a new platform. Default: modulo")
  private @Nullable String placement;

  /**
   * @throws UsageException when the options contradict each other
   */
  LedgerLayout layout() {
    try {
      return new LedgerLayout(partitioning(), Optional.ofNullable(placement).map(Placement::named));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Partitioning> partitioning() {
    boolean byRange = RANGE.equals(function) || (function == null && !bounds.isEmpty());
    if (!byRange && !bounds.isEmpty()) {
      throw new UsageException(
          "--partition-bounds belong to --partition-function range, not to " + function);
    }
    if (byRange) {
      return Optional.of(byRange());
    }
    if (function == null && ledgerPartitions == null) {
      return Optional.empty();
    }
    int count =
        ledgerPartitions != null
            ? ledgerPartitions
            : LedgerLayout.AS_IT_IS.partitioningOfANewPlatform().count();
    return Optional.of(
        function == null || function.equals(HASH)
            ? Partitioning.hash(count)
            : Partitioning.custom(function, count));
  }

  private Partitioning byRange() {
    Partitioning partitioning =
        Partitioning.range(bounds.stream().map(AccountId::ofClient).toList());
    if (ledgerPartitions != null && ledgerPartitions != partitioning.count()) {
      throw new UsageException(
          "%d ledger partitions by range need %d bounds but --partition-bounds has %d"
              .formatted(ledgerPartitions, ledgerPartitions - 1, bounds.size()));
    }
    return partitioning;
  }

  /** The same options for another process. */
  List<String> args() {
    List<String> args = new ArrayList<>();
    if (ledgerPartitions != null) {
      args.add("--ledger-partitions=" + ledgerPartitions);
    }
    if (function != null) {
      args.add("--partition-function=" + function);
    }
    if (!bounds.isEmpty()) {
      args.add("--partition-bounds=" + String.join(",", bounds));
    }
    if (placement != null) {
      args.add("--placement=" + placement);
    }
    return args;
  }
}
