package onlyonce.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onlyonce.messages.Outcome;

/**
 * The ledger in PostgreSQL: applies a batch of one shard's commands inside its caller's
 * transaction. What the commands need is loaded at once, each is decided in memory by the {@link
 * Rules} in log order, and what changed is written at once, so a batch costs at most seven
 * statements and comes to the same books wherever its borders lie.
 *
 * <p>It takes every command for new: dedup, offsets and the exclusive right to write a ledger
 * partition are its caller's affair. It neither commits nor rolls back. Safe for several threads,
 * each with a connection and ledger partitions of its own.
 */
public final class LedgerStore {
  private static final int KEPT_ACCOUNTS = 10_000;

  private final Map<Integer, PartitionState> known = new ConcurrentHashMap<>();
  private final boolean alone;

  private LedgerStore(boolean alone) {
    this.alone = alone;
  }

  /**
   * For a caller that alone writes its ledger partitions: accounts that were used lately are not
   * read again, balances are written as they come to be. It owes {@link #forget} whenever that may
   * not hold, and whenever a transaction came to nothing.
   */
  public static LedgerStore exclusive() {
    return new LedgerStore(true);
  }

  /**
   * For callers that may write the same ledger partition at the same time: nothing is remembered,
   * and balances are written as what they gained or lost.
   */
  public static LedgerStore shared() {
    return new LedgerStore(false);
  }

  /** Reads a ledger partition's accounts anew. */
  public void forget(int partition) {
    known.remove(partition);
  }

  /**
   * Applies commands.
   *
   * @param tx a connection with a transaction open (auto-commit off)
   * @param commands ordered by ledger partition and offset
   * @return what each came to, in the same order
   * @throws IllegalArgumentException when the commands are out of order
   * @throws IllegalStateException when the connection would commit by itself, or the books
   *     contradict themselves
   * @throws SQLException when the database fails; the caller rolls back
   */
  public List<Outcome> apply(Connection tx, List<LedgerEntry> commands) throws SQLException {
    if (commands.isEmpty()) {
      return List.of();
    }
    if (tx.getAutoCommit()) {
      throw new IllegalStateException("apply needs a transaction: switch auto-commit off first");
    }
    requireOrder(commands);
    WorkingSet state = new WorkingSet(this::known);
    boolean written = false;
    try {
      LoadState.into(state, tx, commands);
      List<Outcome> outcomes = decide(state, commands, tx);
      WriteChanges write = new WriteChanges(tx, alone);
      write.holds(state.holds());
      write.accounts(state.accounts());
      state.written(KEPT_ACCOUNTS);
      written = true;
      return outcomes;
    } finally {
      if (!written) {
        state.numbers().forEach(this::forget);
      }
    }
  }

  private PartitionState known(int partition) {
    return alone
        ? known.computeIfAbsent(partition, _ -> new PartitionState())
        : new PartitionState();
  }

  /** Postings leave as they come to be: thousands need not wait in memory for the last one. */
  private static List<Outcome> decide(WorkingSet state, List<LedgerEntry> commands, Connection tx)
      throws SQLException {
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    try (WritePostings postings = new WritePostings(tx)) {
      for (LedgerEntry entry : commands) {
        PartitionState partition = state.partition(entry.partition());
        Decision decision = Rules.decide(partition, entry.command());
        partition.fold(decision, entry.version());
        for (Posting posting : decision.postings()) {
          postings.write(entry, posting);
        }
        outcomes.add(decision.outcome());
      }
      postings.end();
    }
    return outcomes;
  }

  private static void requireOrder(List<LedgerEntry> commands) {
    LedgerEntry before = commands.getFirst();
    for (LedgerEntry entry : commands.subList(1, commands.size())) {
      if (!entry.comesAfter(before)) {
        throw new IllegalArgumentException(
            "commands must be ordered by ledger partition and offset, but "
                + entry.partition()
                + "/"
                + entry.offset()
                + " follows "
                + before.partition()
                + "/"
                + before.offset());
      }
      before = entry;
    }
  }
}
