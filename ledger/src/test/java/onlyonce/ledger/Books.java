package onlyonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;

/** One ledger partition in memory that checks every invariant of the books after every command. */
final class Books {
  private final PartitionState state = new PartitionState();
  private final Map<AccountId, BigInteger> posted = new HashMap<>();
  private final Map<CurrencyCode, BigInteger> sumsAtStart = new TreeMap<>(this::byCode);
  private final Map<AccountId, Long> heldAtStart = new HashMap<>();
  private long version;

  /** Starts with an account that no command could bring about in a short table. */
  void given(Account account) {
    state.load(account, 0);
    posted.put(account.id(), BigInteger.valueOf(account.postedMinor()));
    heldAtStart.put(account.id(), account.heldMinor());
    sumsAtStart.merge(
        account.currency(), BigInteger.valueOf(account.postedMinor()), BigInteger::add);
  }

  Outcome apply(Command.LedgerCommand command) {
    Decision decision = Rules.decide(state, command);
    checkPostings(decision);
    state.fold(decision, ++version);
    check();
    return decision.outcome();
  }

  PartitionState state() {
    return state;
  }

  private void checkPostings(Decision decision) {
    BigInteger sum = BigInteger.ZERO;
    for (Posting posting : decision.postings()) {
      sum = sum.add(BigInteger.valueOf(posting.amountMinor()));
      posted.merge(posting.account(), BigInteger.valueOf(posting.amountMinor()), BigInteger::add);
    }
    assertThat(sum).as("postings of one command").isZero();
    assertThat(decision.postings().stream().map(Posting::currency).distinct().count())
        .as("currencies of one command's postings")
        .isLessThanOrEqualTo(1);
  }

  private void check() {
    Map<CurrencyCode, BigInteger> sums = new TreeMap<>(this::byCode);
    Map<AccountId, Long> held = new HashMap<>(heldAtStart);
    for (HoldRow row : state.holds()) {
      if (row instanceof HoldRow.Held open) {
        held.merge(open.account(), open.amount().minor(), Math::addExact);
      }
    }
    for (Account account : state.accounts()) {
      BigInteger balance = BigInteger.valueOf(account.postedMinor());
      sums.merge(account.currency(), balance, BigInteger::add);
      assertThat(balance)
          .as("balance of %s is the sum of its postings", account.id())
          .isEqualTo(posted.getOrDefault(account.id(), BigInteger.ZERO));
      assertThat(account.heldMinor())
          .as("held of %s is the sum of its open holds", account.id())
          .isEqualTo(held.getOrDefault(account.id(), 0L));
      if (!account.mayGoNegative()) {
        assertThat(account.postedMinor() - account.heldMinor())
            .as("available of %s", account.id())
            .isNotNegative();
      }
      if (account.closed()) {
        assertThat(account.postedMinor() | account.heldMinor())
            .as("closed account %s", account.id())
            .isZero();
      }
    }
    sums.forEach(
        (currency, sum) ->
            assertThat(sum)
                .as("sum of the ledger partition in %s", currency)
                .isEqualTo(sumsAtStart.getOrDefault(currency, BigInteger.ZERO)));
  }

  private int byCode(CurrencyCode one, CurrencyCode other) {
    return one.value().compareTo(other.value());
  }
}
