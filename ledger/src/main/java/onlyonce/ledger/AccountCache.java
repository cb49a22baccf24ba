package onlyonce.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onlyonce.messages.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that were used last, by ledger partition, as the next transaction would find them:
 * who alone may write a ledger partition need not read again what it wrote. Bounded, so memory does
 * not grow with the number of accounts.
 *
 * <p>It runs ahead of the commit. When a transaction comes to nothing, or another may have written,
 * the ledger partition must be forgotten. Several threads may use it, each with ledger partitions
 * of its own.
 */
final class AccountCache {
  private static final int INITIAL_CAPACITY = 1_024;
  private static final float LOAD_FACTOR = 0.75f;

  private final int capacity;
  private final Map<Integer, Map<AccountId, Cached>> partitions = new ConcurrentHashMap<>();

  /** An account and the offset + 1 of the last command that changed it. */
  record Cached(Account account, long version) {}

  /**
   * @param capacity accounts of each ledger partition that are kept; 0 keeps none
   */
  AccountCache(int capacity) {
    this.capacity = capacity;
  }

  @Nullable Cached get(int partition, AccountId id) {
    Map<AccountId, Cached> accounts = partitions.get(partition);
    return accounts == null ? null : accounts.get(id);
  }

  void put(int partition, Account account, long version) {
    if (capacity > 0) {
      partitions
          .computeIfAbsent(partition, _ -> new LeastRecentlyUsed(capacity))
          .put(account.id(), new Cached(account, version));
    }
  }

  void forget(int partition) {
    partitions.remove(partition);
  }

  private static final class LeastRecentlyUsed extends LinkedHashMap<AccountId, Cached> {
    private static final long serialVersionUID = 1L;
    private final int capacity;

    LeastRecentlyUsed(int capacity) {
      super(INITIAL_CAPACITY, LOAD_FACTOR, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<AccountId, Cached> eldest) {
      return size() > capacity;
    }
  }
}
