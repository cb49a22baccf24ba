package onlyonce.chaos.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.history.HoldRow;
import onlyonce.chaos.history.PartitionRows;
import onlyonce.chaos.history.PostingRow;
import onlyonce.chaos.history.ProcessedRow;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.RefusedRow;

/**
 * One ledger partition's rows in the shard that the map gives it. Another shard may have rows of it
 * too: what a move left behind, or began. They count for nothing, unless somebody owns them.
 */
final class LiveRows implements PartitionRows {
  private final int partition;
  private final Optional<ShardSnapshot> home;
  private final List<ShardSnapshot> active;
  private final Optional<Set<UUID>> ids;

  /**
   * @param place the shard's name
   */
  LiveRows(int partition, List<ShardSnapshot> shards, String place) {
    this(partition, shards, place, Optional.empty());
  }

  /**
   * @param ids whose rows alone are wanted, of commands or their transfer; accounts have none
   */
  LiveRows(int partition, List<ShardSnapshot> shards, String place, Optional<Set<UUID>> ids) {
    this.partition = partition;
    this.ids = ids;
    List<ShardSnapshot> having =
        shards.stream().filter(shard -> shard.held().containsKey(partition)).toList();
    this.home = having.stream().filter(shard -> shard.name().equals(place)).findFirst();
    this.active =
        having.stream().filter(shard -> shard.name().equals(place) || held(shard).owned()).toList();
  }

  private ShardSnapshot.Held held(ShardSnapshot shard) {
    return Objects.requireNonNull(shard.held().get(partition));
  }

  @Override
  public List<String> homes() {
    return active.stream().map(ShardSnapshot::name).toList();
  }

  @Override
  public Optional<ProgressRow> progress() {
    return home.map(shard -> held(shard).progress());
  }

  @Override
  public void accounts(Consumer<AccountRow> reader) {
    query(
        """
        SELECT account, currency, posted_minor, held_minor, may_go_negative, closed, version
        FROM ledger.account WHERE ledger_partition = ?
        """,
        Optional.empty(),
        row ->
            reader.accept(
                new AccountRow(
                    text(row, 1),
                    text(row, 2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getLong(7))));
  }

  @Override
  public void postings(Consumer<PostingRow> reader) {
    query(
        """
        SELECT log_offset, command_id, transfer_id, kind, account, currency, amount_minor
        FROM ledger.posting WHERE ledger_partition = ?
        """,
        Optional.of("command_id"),
        row ->
            reader.accept(
                new PostingRow(
                    row.getLong(1),
                    id(row, 2),
                    row.getObject(3, UUID.class),
                    text(row, 4),
                    text(row, 5),
                    text(row, 6),
                    row.getLong(7))));
  }

  @Override
  public void holds(Consumer<HoldRow> reader) {
    query(
        """
        SELECT transfer_id, account, currency, amount_minor, state
        FROM ledger.hold WHERE ledger_partition = ?
        """,
        Optional.of("transfer_id"),
        row ->
            reader.accept(
                new HoldRow(
                    id(row, 1),
                    text(row, 2),
                    row.getString(3),
                    row.getObject(4, Long.class),
                    text(row, 5))));
  }

  @Override
  public void processed(Consumer<ProcessedRow> reader) {
    query(
        """
        SELECT id, payload_hash, log_offset, topic, key, outcome
        FROM engine.processed WHERE ledger_partition = ?
        """,
        Optional.of("id"),
        row ->
            reader.accept(
                new ProcessedRow(
                    id(row, 1),
                    bytes(row, 2),
                    row.getLong(3),
                    text(row, 4),
                    id(row, 5),
                    bytes(row, 6))));
  }

  @Override
  public void refused(Consumer<RefusedRow> reader) {
    query(
        """
        SELECT log_offset, id, reason
        FROM engine.refused WHERE ledger_partition = ?
        """,
        Optional.of("id"),
        row ->
            reader.accept(
                new RefusedRow(row.getLong(1), row.getObject(2, UUID.class), text(row, 3))));
  }

  private void query(String sql, Optional<String> idColumn, ShardSnapshot.RowReader reader) {
    Optional<Set<UUID>> wanted = idColumn.flatMap(_ -> ids);
    String narrowed = wanted.isPresent() ? sql + " AND " + idColumn.get() + " = ANY (?)" : sql;
    home.ifPresent(shard -> shard.query(narrowed, partition, wanted, reader));
  }

  private static String text(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(row.getString(column));
  }

  private static UUID id(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, UUID.class));
  }

  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(row.getBytes(column));
  }
}
