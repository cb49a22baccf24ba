package onlyonce.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import onlyonce.ledger.Account;
import onlyonce.ledger.LedgerReads;
import onlyonce.messages.AccountId;
import onlyonce.messages.ShardMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads one account. */
@Command(name = "balance", description = "Shows an account's balance, read from its primary.")
final class LedgerBalanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Parameters(paramLabel = "ACCOUNT", description = "The account's id.")
  private String account = "";

  @Option(
      names = "--database-user",
      defaultValue = "onlyonce_audit",
      description = "The user on the shard. Default: ${DEFAULT-VALUE}")
  private String databaseUser = "onlyonce_audit";

  @Override
  public Integer call() throws SQLException {
    AccountId id = accountId();
    ShardMap map = PlatformCheck.shardMap(kafka.clientProperties());
    int partition = map.partitioning().of(id);
    ShardMap.Place place = map.place(partition);
    try (Connection connection = DriverManager.getConnection(place.jdbcUrl(), databaseUser, null)) {
      LedgerReads.AccountReading reading =
          LedgerReads.account(connection, partition, id)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "account %s was never opened (ledger partition %d on %s)"
                              .formatted(id, partition, place.shard())));
      Account found = reading.account();
      new Terminal(spec)
          .print(
              "%s  %s  posted %d  held %d  available %d%s  (ledger partition %d on %s, version %d)"
                  .formatted(
                      id,
                      found.currency(),
                      found.postedMinor(),
                      found.heldMinor(),
                      found.postedMinor() - found.heldMinor(),
                      found.closed() ? "  closed" : "",
                      partition,
                      place.shard(),
                      reading.version().nextOffset()));
    }
    return ExitCode.OK;
  }

  private AccountId accountId() {
    try {
      return new AccountId(account);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() == null ? "bad account id" : e.getMessage());
    }
  }
}
