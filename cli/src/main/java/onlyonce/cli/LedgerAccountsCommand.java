package onlyonce.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import onlyonce.cli.shards.AskRange;
import onlyonce.ledger.Account;
import onlyonce.ledger.AccountReading;
import onlyonce.messages.AccountId;
import onlyonce.messages.AccountRange;
import onlyonce.messages.ShardMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists a range of accounts. */
@Command(
    name = "accounts",
    description = {
      "Lists the accounts from one name to another, both included, in the order of their bytes.",
      "Asks only the shards that may have some, and says how many those were: by range few, by hash"
          + " all.",
    })
final class LedgerAccountsCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @Option(names = "--from", paramLabel = "ACCOUNT", description = "Default: the first there is")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "ACCOUNT", description = "Default: the last there is")
  private @Nullable String to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most so many, the first. Default: ${DEFAULT-VALUE}")
  private int limit = 1_000;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  /** The answer as JSON. */
  record Listed(List<ListedAccount> accounts, @Nullable String next, Asked asked) {}

  /** An account as JSON; balances are strings, as no JSON reader corrupts them. */
  record ListedAccount(
      String account,
      String currency,
      String postedMinor,
      String heldMinor,
      String availableMinor,
      boolean closed,
      int ledgerPartition,
      String shard,
      long version) {

    static ListedAccount of(AccountReading reading, ShardMap map) {
      Account account = reading.account();
      int partition = reading.version().partition();
      return new ListedAccount(
          account.id().value(),
          account.currency().value(),
          Long.toString(account.postedMinor()),
          Long.toString(account.heldMinor()),
          Long.toString(account.postedMinor() - account.heldMinor()),
          account.closed(),
          partition,
          map.place(partition).shard(),
          reading.version().nextOffset());
    }
  }

  /** Whom it took. */
  record Asked(
      String function,
      List<String> shards,
      int ofShards,
      int ledgerPartitions,
      int ofLedgerPartitions) {}

  @Override
  public Integer call() throws SQLException {
    if (limit < 1 || limit > MOST) {
      throw new UsageException("--limit must be from 1 to " + MOST + " but is " + limit);
    }
    AccountRange range = range();
    ShardMap map = PlatformCheck.shardMap(kafka.clientProperties());
    AskRange.Answer answer;
    try (AskRange ask = new AskRange(map, auditUser.name())) {
      answer = ask.ask(range, limit);
    }
    Listed listed =
        new Listed(
            answer.accounts().stream().map(reading -> ListedAccount.of(reading, map)).toList(),
            answer.next().map(AccountId::value).orElse(null),
            new Asked(
                map.partitioning().function().name(),
                List.copyOf(answer.asked().keySet()),
                map.jdbcUrls().size(),
                answer.partitionsAsked(),
                map.partitioning().count()));
    Terminal terminal = new Terminal(spec);
    terminal.print(json ? PrettyJson.of(listed) : text(listed));
    answer
        .next()
        .ifPresent(
            next ->
                terminal.warn(
                    "only the first %d are shown; go on with --from %s".formatted(limit, next)));
    return ExitCode.OK;
  }

  private AccountRange range() {
    try {
      return new AccountRange(
          Optional.ofNullable(from).map(AccountId::ofClient),
          Optional.ofNullable(to).map(AccountId::ofClient));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static String text(Listed listed) {
    TextRows rows =
        new TextRows("ACCOUNT", "CURRENCY", "POSTED", "HELD", "AVAILABLE", "", "LEDGER PARTITION");
    for (ListedAccount account : listed.accounts()) {
      rows.add(
          account.account(),
          account.currency(),
          Long.valueOf(account.postedMinor()),
          Long.valueOf(account.heldMinor()),
          Long.valueOf(account.availableMinor()),
          account.closed() ? "closed" : "",
          account.ledgerPartition() + " on " + account.shard());
    }
    Asked asked = listed.asked();
    return "%s%n%d %s; asked %d of %d shards for %d of %d ledger partitions (by %s)"
        .formatted(
            rows,
            listed.accounts().size(),
            listed.accounts().size() == 1 ? "account" : "accounts",
            asked.shards().size(),
            asked.ofShards(),
            asked.ledgerPartitions(),
            asked.ofLedgerPartitions(),
            asked.function());
  }
}
