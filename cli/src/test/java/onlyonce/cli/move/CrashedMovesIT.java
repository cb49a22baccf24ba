package onlyonce.cli.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.cli.FollowingProcessor;
import onlyonce.cli.RunningPlatform;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import onlyonce.messages.DeposedException;
import onlyonce.messages.MapTerm;
import onlyonce.messages.MovePlan;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import onlyonce.messages.ShardMapTopic;
import onlyonce.messages.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Movers that end after each of their steps, and the next one, which finds what the table of
 * decision 0046 says, and goes on. A ledger partition goes to and fro between two shards meanwhile,
 * under a processor that follows the map; at the end every intent is accounted for.
 */
@SharedCluster
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CrashedMovesIT {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** The one that moves; the other one stays on shard-1. */
  private static final int MOVES = 1;

  private final TestScope scope;
  private final Path home;
  private final Map<String, Object> kafka;
  private List<FollowingProcessor> running = List.of();
  private ShardMap map = ShardMap.modulo(Partitioning.hash(1), Map.of("shard-1", ""));
  private int inputs;

  CrashedMovesIT(TestScope scope, @TempDir Path home) {
    this.scope = scope;
    this.home = home;
    this.kafka = Map.of("bootstrap.servers", scope.bootstrapServers());
  }

  @BeforeAll
  void migrate() throws IOException {
    for (Topic topic : Topic.values()) {
      scope.deleteAfterwards(topic.topicName());
    }
    List<String> args =
        new ArrayList<>(
            List.of("ledger", "migrate", "--partition-bounds=m", "--admin-user=" + admin()));
    scope.shards().forEach(shard -> args.add("--shard=" + shard.name() + "=" + shard.jdbcUrl()));
    run(args.toArray(String[]::new));
    var _ = readMap();
    running = List.of(FollowingProcessor.start(kafka, scope.name("processor")));
    send("open,,peter,,,1000,EUR", "open,,quinn,,,0,EUR", "open,,alice,,,10,EUR");
  }

  @AfterAll
  void stop() {
    running.forEach(FollowingProcessor::close);
  }

  /** What is found once a mover has ended after so many steps. */
  @ParameterizedTest
  @Order(1)
  @CsvSource({
    "1, STAYS, false, EMPTY",
    "2, STAYS, false, ROWS",
    "3, MOVING, false, ROWS",
    "4, MOVING, true, ROWS",
    "5, MOVING, true, ROWS",
    "6, MOVING, true, ALL",
    "7, MOVING, true, ALL",
    "8, MOVED, true, ALL",
  })
  void run_afterAMoverEndedAfterSoManySteps_goesOn(
      int steps, Found place, boolean frozen, Found target) throws Exception {
    MovePlan.Move move = nextMove();
    ShardMap.Place source = map.place(MOVES);

    crashAfter(steps, move);

    assertThat(found(readMap().place(MOVES), source)).isEqualTo(place);
    assertThat(isFrozen(move.from())).isEqualTo(frozen);
    assertThat(copied(move.to())).isEqualTo(target);
    finish(move, source.epoch() + 1);
  }

  enum Found {
    STAYS,
    MOVING,
    MOVED,
    EMPTY,
    ROWS,
    ALL
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(ints = {1, 2})
  void run_afterASuccessorEndedWhileItTookBack_takesBackAgain(int steps) throws Exception {
    MovePlan.Move move = nextMove();
    long epoch = map.place(MOVES).epoch();
    crashAfter(6, move);

    try (MapTerm term = claim();
        Site site = site(move, term)) {
      Optional<Step> next = Optional.of(new DropTarget());
      for (int i = 0; i < steps; i++) {
        next = next.orElseThrow().run(site);
      }
    }

    finish(move, epoch + 1);
  }

  /** The one that was paused before it froze, before it copied and before it published. */
  @ParameterizedTest
  @Order(3)
  @ValueSource(ints = {3, 5, 7})
  void step_ofAMoverThatWakesAfterAnotherTookOver_changesNothing(int steps) throws Exception {
    MovePlan.Move move = nextMove();
    long epoch = map.place(MOVES).epoch();
    try (MapTerm paused = claim();
        Site site = site(move, paused)) {
      Optional<Step> next = steps(steps, site);
      try (MapTerm term = claim()) {
        TakeBack takeBack = new TakeBack(term, admin());
        takeBack.run(takeBack.stranded().getFirst());
      }

      Step late = next.orElseThrow();
      assertThatThrownBy(() -> late.run(site))
          .isInstanceOfAny(DeposedException.class, SQLException.class);
    }

    assertThat(found(readMap().place(MOVES), map.place(MOVES))).isEqualTo(Found.STAYS);
    assertThat(isFrozen(move.from())).isFalse();
    assertThat(copied(move.to())).isEqualTo(Found.EMPTY);
    finish(move, epoch + 1);
  }

  @Test
  @Order(4)
  void step_targetHasARowThatTheSourceHasNot_isNotBelieved() throws Exception {
    MovePlan.Move move = nextMove();
    long epoch = map.place(MOVES).epoch();
    try (MapTerm term = claim();
        Site site = site(move, term)) {
      Optional<Step> copyAhead = steps(1, site);
      execute(
          move.to(),
          "INSERT INTO ledger.hold VALUES (%d, gen_random_uuid(), 'zoe', NULL, NULL, 'tombstone', 1)"
              .formatted(MOVES));

      assertThatThrownBy(() -> copyAhead.orElseThrow().run(site))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ledger.hold_p1");
    }
    finish(move, epoch + 1);
  }

  @Test
  @Order(4)
  void step_aStandbyMayBePromotedThatIsDead_isRefusedWhileNobodyWaits() throws Exception {
    MovePlan.Move move = nextMove();
    execute(move.to(), "SELECT pg_create_physical_replication_slot('dead_standby', true)");
    execute(move.to(), "SELECT pg_switch_wal()");
    try (MapTerm term = claim();
        Site site = site(move, term)) {
      assertThatThrownBy(() -> AwaitStandbys.within(site.to(), Duration.ofMillis(50)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(move.to() + " waits for its standbys [dead_standby]");
    } finally {
      execute(move.to(), "SELECT pg_drop_replication_slot('dead_standby')");
    }
  }

  /** The tables of a moved ledger partition have every setting, trigger and grant of the others. */
  @Test
  @Order(5)
  void tables_ofAMovedLedgerPartition_areAsMigrationMakesThem() throws Exception {
    String settings =
        """
        SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
          SELECT replace(relname, '_p%1$d', '') || ' ' || coalesce(reloptions::text, '') || ' '
            || coalesce(relacl::text, '') || ' ' || relowner::regrole || ' '
            || (SELECT coalesce(string_agg(tgname, ',' ORDER BY tgname), '') FROM pg_trigger WHERE tgrelid = c.oid)
            || (SELECT count(*) FROM pg_index WHERE indrelid = c.oid) AS line
          FROM pg_class c
          WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text IN ('engine', 'ledger')
            AND relname ~ '_p%1$d(_|$)') AS all_of_it
        """;

    assertThat(text(map.place(MOVES).shard(), settings.formatted(MOVES)))
        .isEqualTo(text("shard-1", settings.formatted(0)))
        .contains("autovacuum_vacuum_insert_threshold=-1", "append_only");
  }

  @Test
  @Order(6)
  void dropMoved_atRest_leavesOneOfEach() throws Exception {
    String elsewhere = nextMove().to();
    assertThat(copied(elsewhere)).isEqualTo(Found.ALL);

    // A shard without a ledger partition is in no map.
    String shard = "--shard=%s=%s".formatted(elsewhere, url(elsewhere));
    assertThat(run("ledger", "drop-moved", shard, "--admin-user=" + admin()).out())
        .containsPattern(elsewhere + " +" + MOVES);

    assertThat(copied(elsewhere)).isEqualTo(Found.EMPTY);
    assertThat(run("ledger", "drop-moved", shard, "--admin-user=" + admin()).out())
        .contains("nothing is left");
  }

  @Test
  @Order(7)
  void rebalance_ontoADatabaseThatIsAShardAlready_isRefused() {
    Shard first = scope.shards().getFirst();

    RunningPlatform.Said said =
        RunningPlatform.run(
            lastArgs(),
            "ledger",
            "rebalance",
            "--add=shard-0=" + first.jdbcUrl(),
            "--admin-user=" + admin());

    assertThat(said.exitCode()).isEqualTo(64);
    assertThat(said.err()).contains("are one database");
  }

  @Test
  @Order(9)
  void reconcile_afterAllOfIt_isValid() {
    assertThat(run("reconcile", "--out=" + home.resolve("report")).out())
        .containsPattern("(?i)valid");
  }

  /** The command moves it, it is in one place at that epoch, and money moves there. */
  private void finish(MovePlan.Move move, long epoch) throws Exception {
    Change change =
        move.to().equals("shard-2")
            ? new Change.Add("shard-2", () -> url("shard-2"))
            : new Change.Remove("shard-2");
    Rebalance.Wish wish = new Rebalance.Wish(change, Optional.empty(), admin());
    List<Moved> moved = new Rebalance(kafka, wish, Clock.systemUTC(), new Silent()).run();

    assertThat(moved).hasSizeLessThanOrEqualTo(1).allMatch(Moved::taken);
    ShardMap.Place place = readMap().place(MOVES);
    assertThat(place.shard()).isEqualTo(move.to());
    assertThat(place.epoch()).isEqualTo(epoch);
    assertThat(place.moving()).isEmpty();
    assertThat(isFrozen(move.from())).isTrue();
    send("transfer,,,peter,quinn,1,EUR");
  }

  /** Runs the first steps of a move, and is gone. */
  private void crashAfter(int steps, MovePlan.Move move) throws Exception {
    try (MapTerm term = claim();
        Site site = site(move, term)) {
      var _ = steps(steps, site);
    }
  }

  private static Optional<Step> steps(int count, Site site) throws Exception {
    Optional<Step> next = Optional.of(new PrepareTarget());
    for (int i = 0; i < count; i++) {
      next = next.orElseThrow().run(site);
    }
    return next;
  }

  /** To and fro. */
  private MovePlan.Move nextMove() {
    String from = map.place(MOVES).shard();
    return new MovePlan.Move(MOVES, from, from.equals("shard-1") ? "shard-2" : "shard-1");
  }

  private Site site(MovePlan.Move move, MapTerm term) {
    return Site.of(
        MOVES,
        term.map().place(MOVES),
        new ShardMap.Moving(move.to(), url(move.to())),
        admin(),
        term);
  }

  private record Silent() implements RebalanceListener {
    @Override
    public void step(String doing, int done, int of) {}

    @Override
    public void moved(Moved moved) {}

    @Override
    public void trouble(String what) {}
  }

  private MapTerm claim() {
    return MapTerm.claim(kafka, Clock.systemUTC(), "/test");
  }

  private ShardMap readMap() {
    map = ShardMapTopic.read(kafka).orElseThrow();
    return map;
  }

  private static Found found(ShardMap.Place now, ShardMap.Place before) {
    if (!now.isAt(before)) {
      return Found.MOVED;
    }
    return now.moving().isPresent() ? Found.MOVING : Found.STAYS;
  }

  private Found copied(String shard) throws SQLException {
    if (text(shard, "SELECT to_regclass('ledger.posting_p1')::text").isEmpty()
        || text(shard, "SELECT count(*) FROM ledger.posting_p1").equals("0")) {
      return Found.EMPTY;
    }
    return text(shard, "SELECT count(*) FROM engine.progress WHERE ledger_partition = " + MOVES)
            .equals("0")
        ? Found.ROWS
        : Found.ALL;
  }

  private boolean isFrozen(String shard) throws SQLException {
    return text(
            shard,
            "SELECT frozen AND owner IS NULL FROM engine.progress WHERE ledger_partition = "
                + MOVES)
        .equals("t");
  }

  private String text(String shard, String sql) throws SQLException {
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getString(1) != null ? row.getString(1) : "";
    }
  }

  private void execute(String shard, String sql) throws SQLException {
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private Connection connect(String shard) throws SQLException {
    return DriverManager.getConnection(url(shard), admin(), "");
  }

  private String url(String shard) {
    SortedMap<String, String> urls = new TreeMap<>();
    scope.shards().forEach(found -> urls.put(found.name(), found.jdbcUrl()));
    return String.valueOf(urls.get(shard));
  }

  private String admin() {
    return scope.shards().getFirst().user();
  }

  /** Sends lines and waits until each is applied. */
  private void send(String... lines) throws IOException {
    inputs++;
    List<String> input = new ArrayList<>();
    input.add("type,ref,account,from,to,amount_minor,currency");
    for (int i = 0; i < lines.length; i++) {
      input.add(lines[i].replaceFirst(",,", ",r%d-%d,".formatted(inputs, i)));
    }
    long before = applied();
    Path file = Files.write(home.resolve("input-%d.csv".formatted(inputs)), input);
    run("send", file.toString());
    await().atMost(DEADLINE).until(() -> applied() == before + lines.length);
  }

  private long applied() {
    try {
      long sum = 0;
      for (int partition = 0; partition <= MOVES; partition++) {
        sum +=
            Long.parseLong(
                text(
                    map.place(partition).shard(),
                    "SELECT count(*) FROM engine.processed WHERE ledger_partition = " + partition));
      }
      return sum;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> lastArgs() {
    return List.of("--bootstrap-servers=" + scope.bootstrapServers(), "--home=" + home);
  }

  private RunningPlatform.Said run(String... args) {
    RunningPlatform.Said said = RunningPlatform.run(lastArgs(), args);
    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    return said;
  }
}
