package onlyonce.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import onlyonce.ledger.Account;
import onlyonce.ledger.read.Answer;
import onlyonce.ledger.read.NotAnsweredException;
import onlyonce.ledger.read.ReadAccount;
import onlyonce.ledger.read.ReadSettings;
import onlyonce.ledger.read.Replica;
import onlyonce.localcluster.ClusterFile;
import onlyonce.messages.AccountId;
import onlyonce.messages.ShardMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads one account. */
@Command(
    name = "balance",
    description = "Shows an account's balance, from which replica it was read, and how old it is.")
final class LedgerBalanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private ReadOptions options = new ReadOptions();

  @Parameters(paramLabel = "ACCOUNT", description = "The account's id.")
  private String account = "";

  @Override
  public Integer call() throws InterruptedException {
    AccountId id = accountId();
    var _ = options.consistency(0);
    ShardMap map = PlatformCheck.shardMap(kafka.clientProperties());
    int partition = map.partitioning().of(id);
    ShardMap.Place place = map.place(partition);
    Optional<ClusterFile> local = kafka.localCluster();
    List<Replica> replicas = options.replicas(place, local);
    ReadSettings settings = options.settings(replicas.size(), local);
    Answer answer = read(replicas, settings, partition, id);
    Account found =
        answer
            .account()
            .orElseThrow(
                () ->
                    new UsageException(
                        "account %s was never opened (ledger partition %d on %s, %s)"
                            .formatted(id, partition, place.shard(), readFrom(answer))));
    Terminal terminal = new Terminal(spec);
    terminal.print(
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
                answer.version().nextOffset()));
    terminal.print(readFrom(answer) + "; " + label(answer));
    return ExitCode.OK;
  }

  private Answer read(List<Replica> replicas, ReadSettings settings, int partition, AccountId id)
      throws InterruptedException {
    try (ReadAccount read = new ReadAccount(replicas, settings, new Random())) {
      return read.read(partition, id, options.consistency(partition));
    } catch (NotAnsweredException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String readFrom(Answer answer) {
    return "read from %s (%s), %s"
        .formatted(answer.replica(), answer.role(), age(answer.role(), answer.age()));
  }

  private static String age(Replica.Role role, Optional<Duration> age) {
    return switch (role) {
      case PRIMARY -> "as of now";
      case STANDBY ->
          age.map(old -> "its last commit was made %.3f s ago".formatted(old.toMillis() / 1_000.0))
              .orElse("it has applied no commit since it started");
    };
  }

  private static String label(Answer answer) {
    return "%s: %d replica(s) answered, %d had this version"
        .formatted(answer.label(), answer.asked(), answer.holders());
  }

  private AccountId accountId() {
    try {
      return new AccountId(account);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() == null ? "bad account id" : e.getMessage());
    }
  }
}
