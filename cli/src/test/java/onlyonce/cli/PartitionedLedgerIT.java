package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import onlyonce.ledger.LedgerStore;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Topic;
import onlyonce.processor.Processor;
import onlyonce.processor.ProcessorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts by range on a ring: migrated, filled through Kafka, looked at and judged. */
@SharedCluster
@TestInstance(Lifecycle.PER_CLASS)
final class PartitionedLedgerIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String INPUT =
      """
      type,ref,account,from,to,amount_minor,currency
      open,o1,alice,,,1000,EUR
      open,o2,bob,,,500,EUR
      open,o3,gina,,,700,USD
      open,o4,hal,,,0,EUR
      open,o5,ida,,,10,EUR
      open,o6,tom,,,300,EUR
      open,o7,zoe,,,40,EUR
      transfer,t1,,alice,bob,250,EUR
      transfer,t2,,tom,zoe,100,EUR
      transfer,t3,,hal,ida,99,EUR
      """;

  private final TestScope scope;
  private final Path home;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private List<Processor<?>> running = List.of();

  PartitionedLedgerIT(TestScope scope, @TempDir Path home) {
    this.scope = scope;
    this.home = home;
  }

  @BeforeAll
  void migrateAndFill() throws Exception {
    for (Topic topic : Topic.values()) {
      scope.deleteAfterwards(topic.topicName());
    }
    assertThat(
            migrate("--partition-function=range", "--partition-bounds=g,n,t", "--placement=ring"))
        .isEqualTo(new RunningPlatform.Said(ExitCode.OK, "", ""));
    Map<String, Object> kafka = Map.of("bootstrap.servers", scope.bootstrapServers());
    ShardMap map = PlatformCheck.shardMap(kafka);
    Processor<?> processor =
        new Processor<>(
            new ProcessorSettings(
                kafka,
                ProcessorCommand.GROUP,
                Topic.LEDGER_COMMANDS.topicName(),
                "onlyonce_apply",
                scope.name("processor")),
            map,
            new LedgerHandler(LedgerStore.exclusive(), map.partitioning()));
    running = List.of(processor);
    var _ = thread.submit(processor::run);
    Path input = Files.writeString(home.resolve("input.csv"), INPUT);
    assertThat(run("send", input.toString()).exitCode()).isEqualTo(ExitCode.OK);
    await()
        .atMost(DEADLINE)
        .until(() -> sum(status(), "accounts") == 7 && sum(status(), "processed_rows") == 10);
  }

  @AfterAll
  void stop() {
    running.forEach(Processor::close);
    thread.close();
  }

  @Test
  void migrate_again_keepsWhatIsThere() {
    assertThat(migrate().exitCode()).isEqualTo(ExitCode.OK);
    assertThat(migrate("--partition-bounds=g,n,t").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(status().at("/placement").asString()).isEqualTo("ring");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --partition-bounds=g,n,u | by "range with bounds g,n,t" over 4, not by "range with bounds g,n,u" over 4
          --ledger-partitions=4 | by "range with bounds g,n,t" over 4, not by "hash" over 4
          --placement=modulo | placed by ring, and migrate moves none
          """)
  void migrate_otherwise_isRefused(String flag, String complaint) {
    RunningPlatform.Said said = migrate(flag);

    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(complaint);
  }

  @Test
  void status_ofAll_showsRowsAndBalances() {
    JsonNode status = status();

    assertThat(status.at("/function").asString()).isEqualTo("range");
    assertThat(status.at("/bounds/2").asString()).isEqualTo("t");
    assertThat(status.at("/ledger_partitions").asInt()).isEqualTo(4);
    assertThat(status.at("/partitions").size()).isEqualTo(4);
    assertThat(status.at("/partitions/0/accounts").asLong()).isEqualTo(2);
    assertThat(status.at("/partitions/0/posting_rows").asLong()).isEqualTo(6);
    assertThat(status.at("/partitions/0/processed_rows").asLong()).isEqualTo(3);
    assertThat(status.at("/partitions/0/next_offset").asLong()).isEqualTo(4);
    assertThat(status.at("/partitions/0/epoch").asLong()).isEqualTo(1);
    assertThat(status.at("/partitions/0/balances/0/customers_minor").asString()).isEqualTo("1500");
    assertThat(status.at("/partitions/1/balances/1/currency").asString()).isEqualTo("USD");
    assertThat(status.at("/partitions/2/accounts").asLong()).isZero();
    assertThat(status.at("/flaws").size()).isZero();
    assertThat(run("ledger", "status").out())
        .startsWith("4 ledger partitions by range g,n,t, placed by ring");
  }

  @ParameterizedTest
  @CsvSource({
    "a, c, alice bob, 1",
    "bob, hal, bob gina hal, 2",
    "n, sz, '', 1",
    "tom, tom, tom, 1",
  })
  void accounts_ofARange_askOnlyWhoMayHaveThem(
      String from, String to, String accounts, int partitions) {
    JsonNode listed = json("ledger", "accounts", "--from=" + from, "--to=" + to);

    assertThat(String.join(" ", names(listed))).isEqualTo(accounts);
    assertThat(listed.at("/asked/ledger_partitions").asInt()).isEqualTo(partitions);
    assertThat(listed.at("/asked/of_ledger_partitions").asInt()).isEqualTo(4);
    assertThat(listed.at("/asked/shards").size()).isLessThanOrEqualTo(partitions);
  }

  @Test
  void accounts_limited_areTheFirst_andSayWhereToGoOn() {
    JsonNode listed = json("ledger", "accounts", "--limit=3");

    assertThat(names(listed)).containsExactly("alice", "bob", "gina");
    assertThat(listed.at("/next").asString()).isEqualTo("hal");
    assertThat(listed.at("/accounts/0/posted_minor").asString()).isEqualTo("750");
    assertThat(listed.at("/asked/shards").size()).isEqualTo(2);
    assertThat(run("ledger", "accounts", "--from=b", "--to=a").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("ledger", "accounts", "--from=tom", "--to=u").out())
        .contains("1 account; asked 1 of 2 shards for 1 of 4 ledger partitions (by range)");
  }

  @Test
  void plan_addAndRemove_sayWhatWouldMove() {
    JsonNode add = json("ledger", "plan", "--add=shard-3");

    assertThat(add.at("/plan/strategy").asString()).isEqualTo("ring");
    assertThat(add.at("/plan/moves").size()).isEqualTo(1);
    assertThat(add.at("/plan/moves/0/to").asString()).isEqualTo("shard-3");
    assertThat(add.at("/plan/effect/all/accounts").asLong()).isEqualTo(7);
    assertThat(add.at("/others/0/strategy").asString()).isEqualTo("modulo");
    JsonNode remove = json("ledger", "plan", "--remove=shard-2", "--strategy=modulo");
    assertThat(remove.at("/plan/moves").size()).isEqualTo(2);
    assertThat(remove.at("/plan/effect/skew_after").asDouble()).isEqualTo(1);
    assertThat(run("ledger", "plan", "--add=shard-3").out()).contains("modulo would move");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --add=shard-1 | shard-1 is in the shard map already
          --remove=shard-9 | shard-9 is not in the shard map
          --add=shard-3 --strategy=dice | placement "dice" is unknown
          --add=shard-3 --remove=shard-1 | mutually exclusive
          --strategy=ring | Missing required argument
          """)
  void plan_nonsense_isAUsageError(String args, String complaint) {
    List<String> command = new ArrayList<>(List.of("ledger", "plan"));
    command.addAll(List.of(args.split(" ")));
    RunningPlatform.Said said = run(command.toArray(String[]::new));

    assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(complaint);
  }

  /** The checker replays each log and asks the same function where an account belongs. */
  @Test
  void reconcile_accountsByRange_isValid() {
    RunningPlatform.Said said = run("reconcile", "--out=" + home.resolve("report"));

    assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(ExitCode.OK);
  }

  private JsonNode status() {
    return json("ledger", "status");
  }

  private static long sum(JsonNode status, String field) {
    return StreamSupport.stream(status.at("/partitions").spliterator(), false)
        .mapToLong(partition -> partition.path(field).asLong())
        .sum();
  }

  private static List<String> names(JsonNode listed) {
    return StreamSupport.stream(listed.at("/accounts").spliterator(), false)
        .map(account -> account.path("account").asString())
        .toList();
  }

  private RunningPlatform.Said migrate(String... flags) {
    List<String> args = new ArrayList<>(List.of("ledger", "migrate"));
    for (Shard shard : scope.shards()) {
      args.add("--shard=" + shard.name() + "=" + shard.jdbcUrl());
    }
    args.add("--admin-user=" + scope.shards().getFirst().user());
    args.addAll(List.of(flags));
    RunningPlatform.Said said = run(args.toArray(String[]::new));
    return said.exitCode() == ExitCode.OK
        ? new RunningPlatform.Said(ExitCode.OK, said.out(), "")
        : said;
  }

  private JsonNode json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    RunningPlatform.Said said = run(all.toArray(String[]::new));
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    return JsonMapper.builder().build().readTree(said.out());
  }

  private RunningPlatform.Said run(String... args) {
    return RunningPlatform.run(
        List.of("--bootstrap-servers=" + scope.bootstrapServers(), "--home=" + home), args);
  }
}
