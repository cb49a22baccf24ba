package onlyonce.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;

/**
 * Loads what a batch of commands may look at: the holds first, since a Settle finds its currency,
 * and so its in-transit account, only there. One statement each.
 */
final class LoadState {
  private final Connection tx;
  private final WorkingSet state;
  private final Set<AccountKey> accounts = new LinkedHashSet<>();
  private final Set<HoldKey> holds = new LinkedHashSet<>();

  private LoadState(Connection tx, WorkingSet state) {
    this.tx = tx;
    this.state = state;
  }

  /** Adds to the state what the commands may look at and it does not know. */
  static void into(WorkingSet state, Connection tx, List<LedgerEntry> commands)
      throws SQLException {
    LoadState load = new LoadState(tx, state);
    commands.forEach(load::want);
    load.holds();
    load.accounts();
  }

  private void want(LedgerEntry entry) {
    int partition = entry.partition();
    for (AccountId account : entry.command().accounts()) {
      want(partition, account);
    }
    switch (entry.command()) {
      case Command.Open open -> want(partition, Account.treasury(open.currency()));
      case Command.Hold hold -> {
        holds.add(new HoldKey(partition, hold.transferId()));
        // A Settle of this hold may stand in the same batch.
        want(partition, Account.inTransit(hold.currency()));
      }
      case Command.Credit credit -> want(partition, Account.inTransit(credit.currency()));
      case Command.Settle settle -> holds.add(new HoldKey(partition, settle.transferId()));
      case Command.Release release -> holds.add(new HoldKey(partition, release.transferId()));
      case Command.Close _, Command.Post _ -> {}
    }
  }

  private void want(int partition, AccountId account) {
    if (state.partition(partition).account(account) == null) {
      accounts.add(new AccountKey(partition, account));
    }
  }

  private void holds() throws SQLException {
    if (holds.isEmpty()) {
      return;
    }
    try (PreparedStatement select =
        tx.prepareStatement(
            """
            SELECT ledger_partition, transfer_id, account, currency, amount_minor, state, version
            FROM unnest(?::int[], ?::uuid[]) AS wanted (ledger_partition, transfer_id)
            JOIN ledger.hold USING (ledger_partition, transfer_id)
            """)) {
      select.setObject(1, holds.stream().mapToInt(HoldKey::partition).toArray());
      select.setArray(
          2, tx.createArrayOf("uuid", holds.stream().map(HoldKey::transferId).toArray()));
      select.setFetchSize(0);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          take(rows.getInt(1), hold(rows), rows.getLong(7));
        }
      }
    }
  }

  private void take(int partition, HoldRow hold, long version) {
    state.partition(partition).load(hold, version);
    if (hold instanceof HoldRow.Held held) {
      want(partition, Account.inTransit(held.currency()));
    }
  }

  private static HoldRow hold(ResultSet row) throws SQLException {
    UUID transferId = row.getObject(2, UUID.class);
    AccountId account = new AccountId(row.getString(3));
    return switch (HoldState.ofLabel(row.getString(6))) {
      case HELD -> new HoldRow.Held(transferId, account, amount(row), currency(row));
      case SETTLED -> new HoldRow.Settled(transferId, account, amount(row), currency(row));
      case RELEASED -> new HoldRow.Released(transferId, account, amount(row), currency(row));
      case TOMBSTONE -> new HoldRow.Tombstone(transferId, account);
    };
  }

  private static CurrencyCode currency(ResultSet hold) throws SQLException {
    return CurrencyCode.of(hold.getString(4));
  }

  private static Amount amount(ResultSet hold) throws SQLException {
    return new Amount(hold.getLong(5));
  }

  private void accounts() throws SQLException {
    if (accounts.isEmpty()) {
      return;
    }
    try (PreparedStatement select =
        tx.prepareStatement(
            """
            SELECT ledger_partition, account, currency, posted_minor, held_minor, may_go_negative,
                closed, version
            FROM unnest(?::int[], ?::text[]) AS wanted (ledger_partition, account)
            JOIN ledger.account USING (ledger_partition, account)
            """)) {
      select.setObject(1, accounts.stream().mapToInt(AccountKey::partition).toArray());
      select.setObject(
          2, accounts.stream().map(key -> key.account().value()).toArray(String[]::new));
      select.setFetchSize(0);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          state.partition(rows.getInt(1)).load(account(rows), rows.getLong(8));
        }
      }
    }
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new AccountId(row.getString(2)),
        CurrencyCode.of(row.getString(3)),
        row.getLong(4),
        row.getLong(5),
        row.getBoolean(6),
        row.getBoolean(7));
  }

  private record AccountKey(int partition, AccountId account) {}

  private record HoldKey(int partition, UUID transferId) {}
}
