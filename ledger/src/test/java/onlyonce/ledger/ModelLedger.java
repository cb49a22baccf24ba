package onlyonce.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.messages.Outcome;

/** A shard in memory by the pure rules alone: what the tables must come to. */
final class ModelLedger {
  private final Map<Integer, PartitionState> partitions = new TreeMap<>();
  private final List<String> postings = new ArrayList<>();

  List<Outcome> apply(List<LedgerEntry> commands) {
    return commands.stream().map(this::apply).toList();
  }

  /** In the format of {@link TestLedger#books}. */
  List<String> books() {
    List<String> books = new ArrayList<>(postings);
    partitions.forEach(
        (number, state) -> {
          state.changedAccounts().forEach(row -> books.add(account(number, row)));
          state.changedHolds().forEach(row -> books.add(hold(number, row)));
        });
    books.sort(null);
    return books;
  }

  private Outcome apply(LedgerEntry entry) {
    PartitionState state = partitions.computeIfAbsent(entry.partition(), _ -> new PartitionState());
    Decision decision = Rules.decide(state, entry.command());
    state.fold(decision, entry.offset() + 1);
    for (Posting posting : decision.postings()) {
      postings.add(
          line(
              "posting",
              entry.partition(),
              entry.offset(),
              entry.id(),
              entry.transferId(),
              posting.kind().label(),
              posting.account(),
              posting.currency(),
              posting.amountMinor()));
    }
    return decision.outcome();
  }

  private static String account(int partition, PartitionState.Row<Account> row) {
    Account account = row.value();
    return line(
        "account",
        partition,
        account.id(),
        account.currency(),
        account.postedMinor(),
        account.heldMinor(),
        account.mayGoNegative() ? "t" : "f",
        account.closed() ? "t" : "f",
        row.version());
  }

  private static String hold(int partition, PartitionState.Row<HoldRow> row) {
    HoldRow hold = row.value();
    String state = HoldState.of(hold).label();
    return switch (hold) {
      case HoldRow.Held(var id, var account, var amount, var currency) ->
          line("hold", partition, id, account, currency, amount, state, row.version());
      case HoldRow.Settled(var id, var account, var amount, var currency) ->
          line("hold", partition, id, account, currency, amount, state, row.version());
      case HoldRow.Released(var id, var account, var amount, var currency) ->
          line("hold", partition, id, account, currency, amount, state, row.version());
      case HoldRow.Tombstone(var id, var account) ->
          line("hold", partition, id, account, "null", "null", state, row.version());
    };
  }

  private static String line(Object... columns) {
    List<String> words = new ArrayList<>();
    for (Object column : columns) {
      words.add(column.toString());
    }
    return String.join(" ", words);
  }
}
