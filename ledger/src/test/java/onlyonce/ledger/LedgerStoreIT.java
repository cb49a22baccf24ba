package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import org.junit.jupiter.api.Test;

@SharedCluster(SharedCluster.Part.POSTGRES)
final class LedgerStoreIT {
  private static final List<Integer> PARTITIONS = List.of(0, 1, 4);
  private static final CurrencyCode EUR = new CurrencyCode("EUR");
  private static final AccountId ALICE = new AccountId("alice");
  private static final AccountId BOB = new AccountId("bob");

  private final LedgerStore store = LedgerStore.exclusive();

  @Test
  void apply_anyBatchBorders_givesTheTablesOfThePureRules(TestScope scope) throws SQLException {
    for (long seed = 1; seed <= 3; seed++) {
      List<List<LedgerEntry>> logs = logs(new SplittableRandom(seed));
      ModelLedger model = new ModelLedger();
      List<Outcome> expected = model.apply(logs.stream().flatMap(List::stream).toList());
      for (int largest : new int[] {1_000, 60, 3}) {
        TestLedger ledger =
            TestLedger.migrated(
                scope.shards("seed" + seed + "largest" + largest).getFirst(), PARTITIONS);

        List<Outcome> outcomes = applyAll(ledger, logs, new SplittableRandom(seed), largest);

        String run = "seed " + seed + ", batches of up to " + largest + " a ledger partition";
        assertThat(outcomes).as(run).isEqualTo(expected);
        assertThat(ledger.books()).as(run).isEqualTo(model.books());
        assertThat(ledger.books()).as(run).hasSizeGreaterThan(200);
      }
    }
  }

  @Test
  void apply_rolledBack_leavesNothing(TestScope scope) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards("rollback").getFirst(), PARTITIONS);
    List<LedgerEntry> commands =
        List.of(
            entry(0, new Command.Open(ALICE, EUR, 100, false)),
            entry(1, new Command.Hold(new UUID(0x7000, 1), ALICE, new Amount(10), EUR)));

    try (Connection tx = ledger.begin()) {
      assertThat(store.apply(tx, commands)).containsOnly(Outcome.APPLIED);
      tx.rollback();
    }
    assertThat(ledger.books()).isEmpty();
    store.forget(0);

    try (Connection tx = ledger.begin()) {
      assertThat(store.apply(tx, commands)).containsOnly(Outcome.APPLIED);
      tx.commit();
    }
    assertThat(ledger.books()).hasSize(5);
  }

  @Test
  void apply_connectionLostBeforeCommit_leavesNothing(TestScope scope) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards("lost").getFirst(), PARTITIONS);
    try (Connection tx = ledger.begin()) {
      store.apply(tx, List.of(entry(0, new Command.Open(ALICE, EUR, 100, false))));
    }
    assertThat(ledger.books()).isEmpty();
  }

  @Test
  void apply_sameCommandTwice_doublesThePostings(TestScope scope) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards("twice").getFirst(), PARTITIONS);
    LedgerEntry post = entry(2, new Command.Post(ALICE, BOB, new Amount(10), EUR));
    try (Connection tx = ledger.begin()) {
      store.apply(
          tx,
          List.of(
              entry(0, new Command.Open(ALICE, EUR, 100, false)),
              entry(1, new Command.Open(BOB, EUR, 0, false)),
              post));
      store.apply(tx, List.of(post));
      tx.commit();
    }
    assertThat(
            ledger.rows(
                "SELECT account, amount_minor FROM ledger.posting WHERE kind = 'Post' ORDER BY 1"))
        .containsExactly("alice -10", "alice -10", "bob 10", "bob 10");
  }

  /** Two that write the same accounts in turn, neither told of the other. */
  @Test
  void apply_twoSharedStores_addUp(TestScope scope) throws SQLException {
    assertThat(balanceAfterTwoStoresInTurn(scope, "shared", LedgerStore::shared)).isEqualTo("70");
  }

  /** The control: who believes to be alone and is not, overwrites what the other did. */
  @Test
  void apply_twoExclusiveStores_loseAnUpdate(TestScope scope) throws SQLException {
    assertThat(balanceAfterTwoStoresInTurn(scope, "exclusive", LedgerStore::exclusive))
        .isEqualTo("80");
  }

  private static String balanceAfterTwoStoresInTurn(
      TestScope scope, String name, Supplier<LedgerStore> stores) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards(name).getFirst(), PARTITIONS);
    LedgerStore one = stores.get();
    LedgerStore other = stores.get();
    try (Connection tx = ledger.begin()) {
      one.apply(
          tx,
          List.of(
              entry(0, new Command.Open(ALICE, EUR, 100, false)),
              entry(1, new Command.Open(BOB, EUR, 0, false))));
      for (LedgerStore store : List.of(one, other, one)) {
        store.apply(tx, List.of(entry(2, new Command.Post(ALICE, BOB, new Amount(10), EUR))));
      }
      tx.commit();
    }
    return ledger
        .rows("SELECT posted_minor FROM ledger.account WHERE account = 'alice'")
        .getFirst();
  }

  @Test
  void apply_unsuitableCall_isRefusedBeforeAnySql(TestScope scope) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards("unsuitable").getFirst(), PARTITIONS);
    LedgerEntry first = entry(5, new Command.Close(ALICE));
    LedgerEntry second = entry(6, new Command.Close(ALICE));
    try (Connection tx = ledger.begin()) {
      assertThat(store.apply(tx, List.of())).isEmpty();
      assertThatThrownBy(() -> store.apply(tx, List.of(second, first)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0/5 follows 0/6");
      assertThatThrownBy(() -> store.apply(tx, List.of(first, first)))
          .isInstanceOf(IllegalArgumentException.class);
      tx.setAutoCommit(true);
      assertThatThrownBy(() -> store.apply(tx, List.of(first)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("auto-commit");
    }
  }

  @Test
  void apply_missingLedgerPartition_failsByName(TestScope scope) throws SQLException {
    TestLedger ledger = TestLedger.migrated(scope.shards("missing").getFirst(), PARTITIONS);
    LedgerEntry elsewhere =
        new LedgerEntry(3, 0, UUID.randomUUID(), new Command.Open(ALICE, EUR, 0, false));
    try (Connection tx = ledger.begin()) {
      assertThatThrownBy(() -> store.apply(tx, List.of(elsewhere)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no partition of relation \"account\"");
    }
  }

  /** One log a ledger partition, with the gaps that transaction markers leave. */
  private static List<List<LedgerEntry>> logs(SplittableRandom random) {
    List<List<LedgerEntry>> logs = new ArrayList<>();
    for (int partition : PARTITIONS) {
      RandomCommands commands = new RandomCommands(random, "p" + partition + "-", 7);
      List<LedgerEntry> log = new ArrayList<>();
      long offset = random.nextInt(5);
      for (int i = 0; i < 400; i++) {
        UUID id = new UUID(0x7000L | random.nextLong() << 16, random.nextLong());
        log.add(new LedgerEntry(partition, offset, id, commands.next()));
        offset += random.nextInt(10) == 0 ? 2 : 1;
      }
      logs.add(log);
    }
    return logs;
  }

  /** Applies the logs in polls that take some of each; outcomes in the order of the logs. */
  private List<Outcome> applyAll(
      TestLedger ledger, List<List<LedgerEntry>> logs, RandomGenerator random, int largest)
      throws SQLException {
    int[] next = new int[logs.size()];
    List<Judged> judged = new ArrayList<>();
    int all = logs.stream().mapToInt(List::size).sum();
    LedgerStore anyStore = random.nextBoolean() ? LedgerStore.exclusive() : LedgerStore.shared();
    try (Connection tx = ledger.begin()) {
      while (judged.size() < all) {
        List<LedgerEntry> batch = new ArrayList<>();
        for (int i = 0; i < next.length; i++) {
          List<LedgerEntry> log = logs.get(i);
          int end = Math.min(log.size(), next[i] + random.nextInt(largest + 1));
          batch.addAll(log.subList(next[i], end));
          next[i] = end;
        }
        if (random.nextInt(4) == 0) {
          anyStore.forget(random.nextInt(logs.size()));
        }
        List<Outcome> outcomes = anyStore.apply(tx, batch);
        assertThat(outcomes).hasSameSizeAs(batch);
        for (int i = 0; i < batch.size(); i++) {
          judged.add(new Judged(batch.get(i), outcomes.get(i)));
        }
        tx.commit();
      }
    }
    return judged.stream()
        .sorted(
            Comparator.comparingInt((Judged j) -> j.entry().partition())
                .thenComparingLong(j -> j.entry().offset()))
        .map(Judged::outcome)
        .toList();
  }

  private static LedgerEntry entry(long offset, Command.LedgerCommand command) {
    return new LedgerEntry(0, offset, new UUID(0x7000, offset), command);
  }

  private record Judged(LedgerEntry entry, Outcome outcome) {}
}
