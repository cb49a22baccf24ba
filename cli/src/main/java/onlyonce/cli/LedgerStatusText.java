package onlyonce.cli;

import java.util.stream.Collectors;

/** The ledgers for people. */
final class LedgerStatusText {
  private LedgerStatusText() {}

  static String of(LedgerStatus status) {
    TextRows partitions =
        new TextRows(
            "LEDGER PARTITION",
            "SHARD",
            "EPOCH",
            "NEXT OFFSET",
            "ACCOUNTS",
            "POSTINGS",
            "PROCESSED",
            "HOLDS",
            "BALANCES IN MINOR UNITS");
    for (LedgerStatus.PartitionLine line : status.partitions()) {
      partitions.add(
          line.ledgerPartition(),
          place(line),
          line.epoch(),
          line.nextOffset(),
          line.accounts(),
          line.postingRows(),
          line.processedRows(),
          line.holdRows(),
          line.balances().stream()
              .map(LedgerStatusText::balance)
              .collect(Collectors.joining(" · ")));
    }
    TextRows shards = new TextRows("SHARD", "LEDGER PARTITIONS", "ACCOUNTS", "ROWS", "JDBC URL");
    for (LedgerStatus.ShardSum shard : status.shards()) {
      shards.add(
          shard.shard(),
          shard.ledgerPartitions().stream().map(Object::toString).collect(Collectors.joining(" ")),
          shard.accounts(),
          shard.rows(),
          shard.jdbcUrl());
    }
    return "%d ledger partitions by %s, placed by %s%n%n%s%n%s%s"
        .formatted(
            status.ledgerPartitions(),
            status.bounds().isEmpty()
                ? status.function()
                : status.function() + " " + String.join(",", status.bounds()),
            status.placement(),
            partitions,
            shards,
            status.notes().stream().map(note -> "\n" + note).collect(Collectors.joining()));
  }

  private static String place(LedgerStatus.PartitionLine line) {
    return line.shard()
        + (line.movingTo() == null ? "" : " to " + line.movingTo())
        + (line.frozen() ? " (frozen)" : "");
  }

  private static String balance(LedgerStatus.BalanceSum balance) {
    String text = balance.currency() + " " + balance.customersMinor();
    if (!balance.heldMinor().equals("0")) {
      text += " held " + balance.heldMinor();
    }
    if (!balance.inTransitMinor().equals("0")) {
      text += " in transit " + balance.inTransitMinor();
    }
    return text;
  }
}
