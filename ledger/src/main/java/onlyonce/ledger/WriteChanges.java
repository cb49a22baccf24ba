package onlyonce.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import onlyonce.messages.Amount;
import onlyonce.messages.CurrencyCode;
import onlyonce.postgrescopy.BinaryCopy;

/**
 * Writes what a batch changed, each table's new rows by one COPY and its changed rows by one
 * UPDATE, whatever the size of the batch. Loaded rows are updated rather than upserted: it costs
 * less, and a row that came or went behind our back is an error instead of a silent overwrite.
 */
final class WriteChanges {
  private static final String SET_BALANCES =
      """
      UPDATE ledger.account AS a SET
          posted_minor = changed.posted_minor,
          held_minor = changed.held_minor,
          closed = changed.closed,
          version = changed.version
      FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[])
          AS changed (ledger_partition, account, posted_minor, held_minor, closed, version)
      WHERE a.ledger_partition = changed.ledger_partition AND a.account = changed.account
      """;

  private static final String ADD_TO_BALANCES =
      """
      UPDATE ledger.account AS a SET
          posted_minor = a.posted_minor + changed.posted_minor,
          held_minor = a.held_minor + changed.held_minor,
          closed = a.closed OR changed.closed,
          version = greatest(a.version, changed.version)
      FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[])
          AS changed (ledger_partition, account, posted_minor, held_minor, closed, version)
      WHERE a.ledger_partition = changed.ledger_partition AND a.account = changed.account
      """;

  private final Connection tx;
  private final boolean alone;

  /**
   * @param alone whether nobody else writes these ledger partitions, so that balances can be set
   */
  WriteChanges(Connection tx, boolean alone) {
    this.tx = tx;
    this.alone = alone;
  }

  void accounts(WorkingSet.Changes<Account> changes) throws SQLException {
    copy(
        """
        COPY ledger.account (ledger_partition, account, currency, posted_minor, held_minor,
            may_go_negative, closed, version)
        FROM STDIN (FORMAT binary)
        """,
        changes.inserts(),
        (change, copy) ->
            copy.row(8)
                .int4(change.partition())
                .text(change.value().id().value())
                .text(change.value().currency().value())
                .int8(change.value().postedMinor())
                .int8(change.value().heldMinor())
                .bool(change.value().mayGoNegative())
                .bool(change.value().closed())
                .int8(change.version()));
    if (!changes.updates().isEmpty()) {
      updateAccounts(changes.updates());
    }
  }

  void holds(WorkingSet.Changes<HoldRow> changes) throws SQLException {
    copy(
        """
        COPY ledger.hold (ledger_partition, transfer_id, account, state, version, currency,
            amount_minor)
        FROM STDIN (FORMAT binary)
        """,
        changes.inserts(),
        WriteChanges::hold);
    if (!changes.updates().isEmpty()) {
      updateHolds(changes.updates());
    }
  }

  private static void hold(WorkingSet.Change<HoldRow> change, BinaryCopy copy) throws SQLException {
    HoldRow hold = change.value();
    copy.row(7)
        .int4(change.partition())
        .uuid(hold.transferId())
        .text(hold.account().value())
        .text(HoldState.of(hold).label())
        .int8(change.version());
    switch (hold) {
      case HoldRow.Held held -> money(held.amount(), held.currency(), copy);
      case HoldRow.Settled settled -> money(settled.amount(), settled.currency(), copy);
      case HoldRow.Released released -> money(released.amount(), released.currency(), copy);
      case HoldRow.Tombstone _ -> copy.none().none();
    }
  }

  private static void money(Amount amount, CurrencyCode currency, BinaryCopy copy)
      throws SQLException {
    copy.text(currency.value()).int8(amount.minor());
  }

  private void updateAccounts(List<WorkingSet.Change<Account>> changes) throws SQLException {
    int size = changes.size();
    int[] partitions = new int[size];
    String[] accounts = new String[size];
    long[] posted = new long[size];
    long[] held = new long[size];
    boolean[] closed = new boolean[size];
    long[] versions = new long[size];
    for (int i = 0; i < size; i++) {
      WorkingSet.Change<Account> change = changes.get(i);
      Account account = change.value();
      partitions[i] = change.partition();
      accounts[i] = account.id().value();
      posted[i] = account.postedMinor() - (alone ? 0 : change.before().postedMinor());
      held[i] = account.heldMinor() - (alone ? 0 : change.before().heldMinor());
      closed[i] = account.closed();
      versions[i] = change.version();
    }
    update(
        alone ? SET_BALANCES : ADD_TO_BALANCES,
        size,
        partitions,
        accounts,
        posted,
        held,
        closed,
        versions);
  }

  private void updateHolds(List<WorkingSet.Change<HoldRow>> changes) throws SQLException {
    int size = changes.size();
    int[] partitions = new int[size];
    Object[] transferIds = new Object[size];
    String[] states = new String[size];
    long[] versions = new long[size];
    for (int i = 0; i < size; i++) {
      WorkingSet.Change<HoldRow> change = changes.get(i);
      partitions[i] = change.partition();
      transferIds[i] = change.value().transferId();
      states[i] = HoldState.of(change.value()).label();
      versions[i] = change.version();
    }
    update(
        """
        UPDATE ledger.hold AS h SET
            state = changed.state,
            version = changed.version
        FROM unnest(?::int[], ?::uuid[], ?::text[], ?::bigint[])
            AS changed (ledger_partition, transfer_id, state, version)
        WHERE h.ledger_partition = changed.ledger_partition
            AND h.transfer_id = changed.transfer_id
        """,
        size,
        partitions,
        tx.createArrayOf("uuid", transferIds),
        states,
        versions);
  }

  private <R> void copy(String sql, List<R> rows, BinaryCopy.RowWriter<R> writer)
      throws SQLException {
    if (!rows.isEmpty()) {
      requireAll(BinaryCopy.run(tx, sql, rows, writer), rows.size(), sql);
    }
  }

  private void update(String sql, int rows, Object... columns) throws SQLException {
    try (PreparedStatement update = tx.prepareStatement(sql)) {
      for (int i = 0; i < columns.length; i++) {
        update.setObject(i + 1, columns[i]);
      }
      requireAll(update.executeUpdate(), rows, sql);
    }
  }

  private static void requireAll(long written, int expected, String sql) throws SQLException {
    if (written != expected) {
      throw new SQLException(
          "wrote "
              + written
              + " of "
              + expected
              + " rows; did somebody else change this ledger partition? "
              + sql.lines().findFirst().orElse(sql));
    }
  }
}
