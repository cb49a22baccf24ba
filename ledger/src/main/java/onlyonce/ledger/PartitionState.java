package onlyonce.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import onlyonce.messages.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and holds of one ledger partition in memory: loaded once, then every decision is
 * folded in, so a whole batch is decided without looking at the database again. What changed is
 * remembered, to be written in bulk, and may stay for the next batch. Not for several threads.
 */
public final class PartitionState implements LedgerView {
  private static final int INITIAL_CAPACITY = 64;
  private static final float LOAD_FACTOR = 0.75f;

  /** Those that were used last come last. */
  private final Map<AccountId, Row<Account>> accounts =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  private final Map<UUID, Row<HoldRow>> holds = new HashMap<>();
  private final List<Row<Account>> changedAccounts = new ArrayList<>();
  private final List<Row<HoldRow>> changedHolds = new ArrayList<>();

  @Override
  public @Nullable Account account(AccountId id) {
    Row<Account> row = accounts.get(id);
    return row == null ? null : row.value;
  }

  @Override
  public @Nullable HoldRow hold(UUID transferId) {
    Row<HoldRow> row = holds.get(transferId);
    return row == null ? null : row.value;
  }

  /**
   * Takes an account as it was written before.
   *
   * @param version the offset + 1 of the last command that changed it
   */
  public void load(Account account, long version) {
    accounts.put(account.id(), new Row<>(account, version, false));
  }

  /**
   * Takes a hold as it was written before.
   *
   * @param version the offset + 1 of the last command that changed it
   */
  public void load(HoldRow hold, long version) {
    holds.put(hold.transferId(), new Row<>(hold, version, false));
  }

  /**
   * Takes a decision's changes.
   *
   * @param version the command's offset + 1
   */
  public void fold(Decision decision, long version) {
    for (Account account : decision.accounts()) {
      fold(accounts, changedAccounts, account.id(), account, version);
    }
    HoldRow hold = decision.hold();
    if (hold != null) {
      fold(holds, changedHolds, hold.transferId(), hold, version);
    }
  }

  /** Every account that is known here, in no order. */
  public List<Account> accounts() {
    return accounts.values().stream().map(row -> row.value).toList();
  }

  /** Every hold that is known here, in no order. */
  public List<HoldRow> holds() {
    return holds.values().stream().map(row -> row.value).toList();
  }

  /** The accounts that folding changed, each once, in the order of their first change. */
  List<Row<Account>> changedAccounts() {
    return changedAccounts;
  }

  /** The holds that folding changed, each once, in the order of their first change. */
  List<Row<HoldRow>> changedHolds() {
    return changedHolds;
  }

  /**
   * What changed is written. Accounts stay as they are now, so that the next batch need not read
   * them again; holds go, since few are asked for twice.
   *
   * @param kept so many accounts stay at most: those that were used last
   */
  void written(int kept) {
    changedAccounts.forEach(Row::written);
    changedAccounts.clear();
    changedHolds.clear();
    holds.clear();
    Iterator<Row<Account>> leastUsed = accounts.values().iterator();
    while (accounts.size() > kept) {
      leastUsed.next();
      leastUsed.remove();
    }
  }

  private static <K, V> void fold(
      Map<K, Row<V>> rows, List<Row<V>> changed, K key, V value, long version) {
    Row<V> row = rows.get(key);
    if (row == null) {
      row = new Row<>(value, version, true);
      rows.put(key, row);
    }
    row.value = value;
    row.version = version;
    if (!row.changed) {
      row.changed = true;
      changed.add(row);
    }
  }

  /** A value with the version of its last change. */
  static final class Row<V> {
    private boolean isNew;
    private V before;
    private V value;
    private long version;
    private boolean changed;

    private Row(V value, long version, boolean isNew) {
      this.before = value;
      this.value = value;
      this.version = version;
      this.isNew = isNew;
    }

    private void written() {
      isNew = false;
      before = value;
      changed = false;
    }

    /** Whether the row came to be by a decision: nobody has written it yet. */
    boolean isNew() {
      return isNew;
    }

    /** The value that the row began with here. */
    V before() {
      return before;
    }

    V value() {
      return value;
    }

    long version() {
      return version;
    }
  }
}
