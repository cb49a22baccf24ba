package onlyonce.ledger.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onlyonce.ledger.LedgerSchema;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.messages.AccountId;
import onlyonce.messages.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Three replicas, two of which have each commit that is acknowledged; replay is paused at will. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadAccountIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final AccountId ALICE = new AccountId("alice");

  private LocalCluster cluster;
  private Shard primary;
  private List<Shard> standbys;
  private long version;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    cluster =
        LocalCluster.start(
            ClusterSpec.at(home)
                .withBrokers(0)
                .withShards(1)
                .withReplication(Replication.sync(new Quorums(3, 2, 2)))
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    primary = cluster.shards().getFirst();
    standbys = cluster.servers().stream().filter(s -> s.role().equals(Shard.STANDBY)).toList();
    PGSimpleDataSource admin = new PGSimpleDataSource();
    admin.setUrl(primary.jdbcUrl());
    admin.setUser(primary.user());
    LedgerSchema.migrate(admin);
    try (Connection connection = admin.getConnection()) {
      LedgerSchema.createPartitions(connection, List.of(0));
    }
    // What the engine keeps beside the ledger: only how far the partition has come matters here.
    execute(
        primary,
        """
        CREATE SCHEMA engine;
        CREATE TABLE engine.progress (ledger_partition int PRIMARY KEY, next_offset bigint);
        GRANT USAGE ON SCHEMA engine TO onlyonce_audit;
        GRANT SELECT ON engine.progress TO onlyonce_audit;
        INSERT INTO engine.progress VALUES (0, 1);
        INSERT INTO ledger.account (ledger_partition, account, currency, posted_minor, held_minor,
            may_go_negative, closed, version) VALUES (0, 'alice', 'EUR', 0, 0, true, false, 1);
        """);
    version = 1;
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @AfterEach
  void heal() throws SQLException {
    for (Shard standby : standbys) {
      execute(standby, "SELECT pg_wal_replay_resume()");
    }
    write();
  }

  private static void execute(Shard server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As the engine does it: balance, version and progress in one transaction. */
  private long write() throws SQLException {
    long next = version + 1;
    version = next;
    execute(
        primary,
        """
        UPDATE ledger.account SET posted_minor = %1$d, version = %1$d WHERE account = 'alice';
        UPDATE engine.progress SET next_offset = %1$d
        """
            .formatted(next));
    return next;
  }

  private CompletableFuture<Long> writeBeside() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return write();
          } catch (SQLException e) {
            return -1L; // its server was killed, or its wait cut
          }
        });
  }

  private void awaitWaiting() {
    await("a commit waits for standbys")
        .atMost(SOON)
        .until(
            () -> {
              try (Connection connection =
                      DriverManager.getConnection(primary.jdbcUrl(), primary.user(), "");
                  Statement statement = connection.createStatement();
                  ResultSet row =
                      statement.executeQuery(
                          "SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'")) {
                return row.next();
              }
            });
  }

  private void pauseReplay(Shard... some) throws SQLException {
    for (Shard standby : some) {
      execute(standby, "SELECT pg_wal_replay_pause()");
      await()
          .atMost(SOON)
          .until(
              () -> {
                try (Connection connection =
                        DriverManager.getConnection(standby.jdbcUrl(), standby.user(), "");
                    Statement statement = connection.createStatement();
                    ResultSet row =
                        statement.executeQuery("SELECT pg_get_wal_replay_pause_state()")) {
                  return row.next() && row.getString(1).equals("paused");
                }
              });
    }
  }

  private static Replica replica(Shard server, Replica.Role role) {
    return new Replica(server.name(), role, server.jdbcUrl(), LedgerSchema.AUDIT_ROLE);
  }

  private List<Replica> replicas() {
    List<Replica> replicas = new ArrayList<>();
    replicas.add(replica(primary, Replica.Role.PRIMARY));
    standbys.forEach(standby -> replicas.add(replica(standby, Replica.Role.STANDBY)));
    return replicas;
  }

  private static ReadSettings quorums(int write, int read, Label best) {
    return new ReadSettings(write, read, best, PATIENCE, Duration.ofSeconds(2));
  }

  private Answer read(ReadSettings settings, Consistency consistency) throws Exception {
    return read(replicas(), settings, consistency);
  }

  private static Answer read(List<Replica> replicas, ReadSettings settings, Consistency consistency)
      throws Exception {
    try (ReadAccount read = new ReadAccount(replicas, settings, new Random(7))) {
      return read.read(0, ALICE, consistency);
    }
  }

  private static long posted(Answer answer) {
    return answer.account().orElseThrow().postedMinor();
  }

  private static final ReadSettings SAFE = quorums(2, 2, Label.ATOMIC);

  /** Asks everybody, so that what is read does not hang on chance. */
  private static final ReadSettings ALL = quorums(2, 3, Label.ATOMIC);

  private static final ReadSettings ANY_OF_ONE = quorums(1, 1, Label.UNSAFE);
  private static final Consistency ANY = new Consistency.Any();

  @Test
  void primaryAndQuorum_acknowledged_areAtomic() throws Exception {
    long written = write();
    for (Consistency each : List.of(new Consistency.Primary(), new Consistency.Quorum())) {
      Answer answer = read(SAFE, each);
      assertThat(answer.label()).isEqualTo(Label.ATOMIC);
      assertThat(posted(answer)).isEqualTo(written);
      assertThat(answer.version()).isEqualTo(new Version(0, written));
      assertThat(answer.holders()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void quorum_oneReplicaLags_twoHaveIt() throws Exception {
    pauseReplay(standbys.getFirst());
    long written = write();
    for (int i = 0; i < 20; i++) {
      Answer answer = read(SAFE, new Consistency.Quorum());
      assertThat(posted(answer)).isEqualTo(written);
      assertThat(answer.label()).isEqualTo(Label.ATOMIC);
    }
  }

  @Test
  void quorum_ofOne_readsStaleAndSaysUnsafe() throws Exception {
    pauseReplay(standbys.getFirst());
    long before = version;
    long written = write();
    List<Long> seen = new ArrayList<>();
    try (ReadAccount read =
        new ReadAccount(replicas(), quorums(1, 1, Label.UNSAFE), new Random(7))) {
      for (int i = 0; i < 50; i++) {
        Answer answer = read.read(0, ALICE, new Consistency.Quorum());
        assertThat(answer.label()).isEqualTo(Label.UNSAFE);
        seen.add(posted(answer));
      }
    }
    assertThat(seen).contains(before, written);
  }

  @Test
  void waitCancelled_isRegular_untilStandbysHaveIt() throws Exception {
    pauseReplay(standbys.get(0), standbys.get(1));
    CompletableFuture<Long> write = writeBeside();
    awaitWaiting();
    assertThat(posted(read(SAFE, new Consistency.Primary()))).isLessThan(version);
    execute(
        primary,
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    assertThat(write.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(version);
    assertRegularUntilReplayGoesOn();
  }

  @Test
  void primaryRestarted_inAWait_isRegular_untilStandbysHaveIt() throws Exception {
    pauseReplay(standbys.get(0), standbys.get(1));
    CompletableFuture<Long> write = writeBeside();
    awaitWaiting();
    cluster.kill(primary.name());
    assertThat(write.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(-1);
    cluster.restart(primary.name());
    assertRegularUntilReplayGoesOn();
  }

  private void assertRegularUntilReplayGoesOn() throws Exception {
    for (Consistency each : List.of(new Consistency.Primary(), new Consistency.Quorum())) {
      Answer answer = read(ALL, each);
      assertThat(posted(answer)).isEqualTo(version);
      assertThat(answer.label()).isEqualTo(Label.REGULAR);
      assertThat(answer.holders()).isEqualTo(1);
    }
    execute(standbys.getFirst(), "SELECT pg_wal_replay_resume()");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(read(ALL, new Consistency.Primary()).label()).isEqualTo(Label.ATOMIC));
    assertThat(read(ALL, new Consistency.Quorum()).label()).isEqualTo(Label.ATOMIC);
  }

  @Test
  void quorum_waitsForALaggard_withinTheDeadline() throws Exception {
    pauseReplay(standbys.get(0), standbys.get(1));
    CompletableFuture<Long> write = writeBeside();
    awaitWaiting();
    execute(
        primary,
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    assertThat(write.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(version);
    ReadSettings patient = new ReadSettings(2, 3, Label.ATOMIC, PATIENCE, SOON);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return read(patient, new Consistency.Quorum());
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(answer).isNotDone();
    execute(standbys.getLast(), "SELECT pg_wal_replay_resume()");
    Answer got = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(got.label()).isEqualTo(Label.ATOMIC);
    assertThat(posted(got)).isEqualTo(version);
  }

  @Test
  void any_ofALaggard_isOldAndSaysHowOld() throws Exception {
    long before = version;
    pauseReplay(standbys.getFirst());
    write();
    List<Replica> laggard = List.of(replica(standbys.getFirst(), Replica.Role.STANDBY));
    Answer answer = read(laggard, quorums(1, 1, Label.UNSAFE), new Consistency.Any());
    assertThat(answer.label()).isEqualTo(Label.ANY);
    assertThat(posted(answer)).isEqualTo(before);
    assertThat(answer.replica()).isEqualTo(standbys.getFirst().name());
    assertThat(answer.role()).isEqualTo(Replica.Role.STANDBY);
    assertThat(answer.age().orElseThrow()).isPositive();
  }

  @Test
  void atLeast_isReadFromAStandbyThatHasIt() throws Exception {
    pauseReplay(standbys.getFirst());
    long written = write();
    Answer answer = read(SAFE, new Consistency.AtLeast(new Version(0, written)));
    assertThat(answer.replica()).isEqualTo(standbys.getLast().name());
    assertThat(answer.label()).isEqualTo(Label.AT_LEAST);
    assertThat(posted(answer)).isEqualTo(written);
  }

  @Test
  void atLeast_nobodyHasItInTime_saysHowFarEachIs() {
    assertThatThrownBy(() -> read(SAFE, new Consistency.AtLeast(new Version(0, version + 99))))
        .isInstanceOf(NotAnsweredException.class)
        .hasMessageContaining("none has come to version " + (version + 99))
        .hasMessageContaining(standbys.getFirst().name() + " (standby) has come to version ");
  }

  @Test
  void atLeast_waitsForTheStandby() throws Exception {
    pauseReplay(standbys.getFirst());
    long written = write();
    List<Replica> laggard =
        List.of(
            replica(primary, Replica.Role.PRIMARY),
            replica(standbys.getFirst(), Replica.Role.STANDBY));
    ReadSettings patient = new ReadSettings(2, 1, Label.ATOMIC, PATIENCE, SOON);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return read(laggard, patient, new Consistency.AtLeast(new Version(0, written)));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(answer).isNotDone();
    execute(standbys.getFirst(), "SELECT pg_wal_replay_resume()");
    Answer got = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(got.replica()).isEqualTo(standbys.getFirst().name());
    assertThat(posted(got)).isEqualTo(written);
  }

  @Test
  void quorum_aReplicaPaused_othersAreAsked() throws Exception {
    long written = write();
    cluster.pause(standbys.getFirst().name());
    try {
      Answer answer = read(SAFE, new Consistency.Quorum());
      assertThat(posted(answer)).isEqualTo(written);
      assertThat(answer.label()).isEqualTo(Label.ATOMIC);
      assertThatThrownBy(() -> read(quorums(2, 3, Label.ATOMIC), new Consistency.Quorum()))
          .isInstanceOf(NotAnsweredException.class)
          .hasMessageContaining(standbys.getFirst().name() + " has not answered");
    } finally {
      cluster.resume(standbys.getFirst().name());
    }
  }

  /**
   * A standby that was killed begins where its files are, behind what it had confirmed, and may be
   * read meanwhile. The delay keeps it there.
   */
  @Test
  void quorum_aStandbyComesBackWithoutWhatItConfirmed_isNotCounted() throws Exception {
    Shard lagging = standbys.getFirst();
    Shard killed = standbys.getLast();
    pauseReplay(lagging);
    execute(primary, "CHECKPOINT");
    write();
    execute(killed, "CHECKPOINT"); // It will begin here.
    execute(killed, "ALTER SYSTEM SET recovery_min_apply_delay = '1h'");
    try {
      long written = write();
      cluster.kill(killed.name());
      cluster.restart(killed.name());
      assertThat(posted(read(List.of(replica(killed, Replica.Role.STANDBY)), ANY_OF_ONE, ANY)))
          .isLessThan(written);
      try (ReadAccount read = new ReadAccount(replicas(), SAFE, new Random(7))) {
        for (int i = 0; i < 20; i++) {
          assertThat(posted(read.read(0, ALICE, new Consistency.Quorum()))).isEqualTo(written);
        }
      }
    } finally {
      execute(killed, "ALTER SYSTEM RESET recovery_min_apply_delay");
      execute(killed, "SELECT pg_reload_conf()");
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                posted(read(List.of(replica(killed, Replica.Role.STANDBY)), ANY_OF_ONE, ANY))
                    == version);
    assertThat(read(SAFE, new Consistency.Quorum()).label()).isEqualTo(Label.ATOMIC);
  }

  @Test
  void primary_aStandbyInItsPlace_isNotTakenForOne() {
    List<Replica> wrong = List.of(replica(standbys.getFirst(), Replica.Role.PRIMARY));
    assertThatThrownBy(() -> read(wrong, ReadSettings.single(PATIENCE), new Consistency.Primary()))
        .isInstanceOf(NotAnsweredException.class)
        .hasMessageContaining("the primary does not answer as one");
  }

  @Test
  void any_unknownAccount_isNoAccount() throws Exception {
    try (ReadAccount read = new ReadAccount(replicas(), SAFE, new Random(7))) {
      Answer answer = read.read(0, new AccountId("nobody"), new Consistency.Quorum());
      assertThat(answer.account()).isEmpty();
      assertThat(answer.label()).isEqualTo(Label.ATOMIC);
    }
  }
}
