package onlyonce.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import onlyonce.postgrescopy.TableSlice;

/**
 * The books of one ledger partition, for whoever moves them to another shard.
 *
 * @param number of the ledger partition
 */
public record LedgerPartition(int number) {
  private static final List<String> POSTING =
      List.of(
          "ledger_partition",
          "posting_id",
          "log_offset",
          "command_id",
          "transfer_id",
          "kind",
          "account",
          "currency",
          "amount_minor");
  private static final List<String> ACCOUNT =
      List.of(
          "ledger_partition",
          "account",
          "currency",
          "posted_minor",
          "held_minor",
          "may_go_negative",
          "closed",
          "version");
  private static final List<String> HOLD =
      List.of(
          "ledger_partition",
          "transfer_id",
          "account",
          "currency",
          "amount_minor",
          "state",
          "version");

  public LedgerPartition {
    if (number < 0) {
      throw new IllegalArgumentException("a ledger partition is not negative but is " + number);
    }
  }

  /**
   * What never changes any more: postings, and holds that came to their end, tombstones included.
   *
   * @param nextOffset of one snapshot
   */
  public List<TableSlice> settled(long nextOffset) {
    return List.of(
        new TableSlice(table("posting"), POSTING, "log_offset < " + nextOffset),
        new TableSlice(table("hold"), HOLD, hasEndedBefore(nextOffset)));
  }

  /**
   * What came since, once no more comes, and what may have changed: all accounts, and the holds
   * that were still held.
   *
   * @param nextOffset of the snapshot
   */
  public List<TableSlice> since(long nextOffset) {
    return List.of(
        new TableSlice(table("posting"), POSTING, "log_offset >= " + nextOffset),
        new TableSlice(table("hold"), HOLD, "NOT (%s)".formatted(hasEndedBefore(nextOffset))),
        new TableSlice(table("account"), ACCOUNT, "true"));
  }

  /** A row's version is the offset after that of the last command that changed it. */
  private static String hasEndedBefore(long nextOffset) {
    return "state <> 'held' AND version <= " + nextOffset;
  }

  /**
   * Drops all that there is of it here, in the connection's transaction, as the tables' owner. The
   * caller knows that the map places it elsewhere.
   */
  public void drop(Connection tx) throws SQLException {
    try (Statement drop = tx.createStatement()) {
      drop.execute(
          "DROP TABLE IF EXISTS %s, %s, %s"
              .formatted(table("account"), table("posting"), table("hold")));
    }
  }

  private String table(String kind) {
    return "ledger.%s_p%d".formatted(kind, number);
  }
}
