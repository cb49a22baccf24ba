package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.messages.Amount;
import onlyonce.messages.Command.Post;
import onlyonce.messages.ShardMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The baseline's rows on a real database, and that a wrong result does not pass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifyBooksIT {
  private static final CommandStream.Origin ORIGIN =
      new CommandStream.Origin(3, Clock.systemUTC().millis());

  private final Books books = Books.of(20, 1);
  private LocalCluster cluster;
  private ShardDatabases databases;
  private ShardMap map;
  private int database;

  @BeforeAll
  void start(@TempDir Path home) {
    cluster =
        LocalCluster.start(
            ClusterSpec.at(home)
                .withBrokers(0)
                .withShards(1)
                .withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    databases = new ShardDatabases(cluster, Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @BeforeEach
  void create() {
    map = databases.create("books_" + database++, books);
  }

  @Test
  void poll_ofNewCommands_isAppliedAtOnce() throws SQLException {
    assertThat(apply(poll(100))).isTrue();

    assertThat(verify(100).postings()).isEqualTo(200);
  }

  @Test
  void poll_withRepeats_isAppliedOneByOneAndOnce() throws SQLException {
    List<Judged> poll = new ArrayList<>(poll(50));
    poll.addAll(poll(50));

    assertThat(apply(poll)).isFalse();

    assertThat(verify(50).postings()).isEqualTo(100);
  }

  @Test
  void poll_withAPayerWhoHasNotTheMoney_refusesThatOneAlone() throws SQLException {
    Judged first = poll(1).getFirst();
    Post post = first.post();
    Judged tooMuch =
        new Judged(
            0,
            1,
            new UUID(first.id().getMostSignificantBits(), first.id().getLeastSignificantBits() ^ 1),
            first.hash(),
            new Post(post.from(), post.to(), new Amount(2 * Books.OPENING_MINOR), post.currency()));

    assertThat(apply(List.of(first, tooMuch))).isFalse();

    assertThatThrownBy(() -> verify(2)).hasMessage("the result is wrong: postings: 2 instead of 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UPDATE ledger.account SET posted_minor = posted_minor + 1 WHERE account = 'account-000001' | balances don't sum to zero: 1
          UPDATE ledger.account SET posted_minor = posted_minor + CASE account WHEN 'account-000001' THEN 1 ELSE -1 END WHERE account IN ('account-000001', 'account-000002') | balance is not what was posted: 2
          INSERT INTO ledger.posting (ledger_partition, log_offset, command_id, transfer_id, kind, account, currency, amount_minor) SELECT ledger_partition, log_offset, command_id, transfer_id, kind, account, currency, amount_minor FROM ledger.posting LIMIT 1 | commands without exactly two postings that sum to zero: 1
          INSERT INTO engine.refused VALUES (0, 77, NULL, 'reason', 'detail') | records refused: 1
          SELECT 1 | ids judged: 10 instead of 11
          """)
  void run_afterTampering_saysWhatIsWrong(String tampering, String complaint) throws SQLException {
    assertThat(apply(poll(10))).isTrue();
    long expected = tampering.startsWith("SELECT") ? 11 : 10;
    try (Connection connection = ShardConnection.of(jdbcUrl(), databases.admin());
        Statement statement = connection.createStatement()) {
      statement.execute(tampering);
    }

    assertThatThrownBy(() -> verify(expected)).hasMessageContaining(complaint);
  }

  private List<Judged> poll(int commands) {
    CommandStream stream = new CommandStream("topic", books, Mix.ALL_NEW, ORIGIN);
    List<Judged> poll = new ArrayList<>();
    for (int offset = 0; offset < commands; offset++) {
      poll.add(Judged.of(stream.next(), offset));
    }
    return poll;
  }

  /** Whether the quick way did. */
  private boolean apply(List<Judged> poll) throws SQLException {
    try (Connection connection = ShardConnection.ofSubject(jdbcUrl())) {
      return PerPoll.apply(connection, poll);
    }
  }

  private VerifyBooks.Verified verify(long distinct) {
    return new VerifyBooks(map, databases.admin()).run(new VerifyBooks.Expected(distinct, 20));
  }

  private String jdbcUrl() {
    return map.place(0).jdbcUrl();
  }
}
