package onlyonce.cli.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import onlyonce.ledger.Account;
import onlyonce.ledger.LedgerSchema;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.Shard;
import onlyonce.messages.AccountId;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EngineSchema;
import org.postgresql.ds.PGSimpleDataSource;

/** Fresh databases for each subject, on the same two servers, with the accounts open. */
final class ShardDatabases {
  /** A segment that nothing was written to is not switched. */
  private static final String MAKE_SEGMENTS =
      """
      SELECT count(pg_switch_wal()) FROM generate_series(1, ?) AS segment
      WHERE pg_logical_emit_message(false, 'bench', segment::text) IS NOT NULL
      """;

  private final Cluster cluster;
  private final Clock clock;

  ShardDatabases(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Creates the database on every shard, migrated as the platform does, and opens the accounts. */
  ShardMap create(String database, Books books) {
    TreeMap<String, String> jdbcUrls = new TreeMap<>();
    for (Shard shard : servers()) {
      jdbcUrls.put(shard.name(), cluster.createDatabase(shard.name(), database).jdbcUrl());
    }
    ShardMap map = ShardMap.modulo(books.partitioning(), jdbcUrls);
    jdbcUrls.forEach(
        (shard, jdbcUrl) -> {
          try {
            migrate(jdbcUrl, map.partitionsOf(shard), books);
          } catch (SQLException e) {
            throw new IllegalStateException("cannot prepare " + jdbcUrl, e);
          }
        });
    return map;
  }

  /**
   * Has the servers make segments of their logs ahead, as those that have run for a while have them
   * from their checkpoints. A new segment is filled with zeros first, and every 16 MB some commit
   * would wait for that, for 60 to 110 ms.
   */
  void makeLogSegments(int count) {
    servers().parallelStream().forEach(shard -> makeLogSegments(shard, count));
  }

  private void makeLogSegments(Shard shard, int count) {
    try (Connection connection = ShardConnection.of(shard.jdbcUrl(), admin());
        PreparedStatement fill = connection.prepareStatement(MAKE_SEGMENTS);
        Statement checkpoint = connection.createStatement()) {
      fill.setInt(1, count);
      fill.execute();
      checkpoint.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot prepare the log of " + shard.name(), e);
    }
  }

  void drop(String database) {
    servers().forEach(shard -> cluster.dropDatabase(shard.name(), database));
  }

  /** Who may do everything on a shard. */
  String admin() {
    return servers().getFirst().user();
  }

  private List<Shard> servers() {
    return cluster.shards();
  }

  private void migrate(String jdbcUrl, Collection<Integer> partitions, Books books)
      throws SQLException {
    PGSimpleDataSource source = ShardConnection.source(jdbcUrl, admin());
    EngineSchema.migrate(source);
    LedgerSchema.migrate(source);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      EngineSchema.addLedgerPartitions(
          connection, partitions, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      LedgerSchema.createPartitions(connection, partitions);
      for (int partition : partitions) {
        open(connection, partition, books.of(partition));
      }
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("ANALYZE ledger.account");
        // Every subject begins behind a checkpoint, so none pays for what came before it.
        statement.execute("CHECKPOINT");
      }
    }
  }

  private static void open(Connection connection, int partition, List<AccountId> accounts)
      throws SQLException {
    String[] names = new String[accounts.size() + 1];
    long[] minor = new long[names.length];
    Arrays.fill(minor, Books.OPENING_MINOR);
    for (int i = 0; i < accounts.size(); i++) {
      names[i] = accounts.get(i).value();
    }
    names[accounts.size()] = Account.treasury(Books.CURRENCY).value();
    minor[accounts.size()] = -Books.OPENING_MINOR * accounts.size();
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO ledger.account (ledger_partition, account, currency, posted_minor,
                held_minor, may_go_negative, closed, version)
            SELECT ?, account, ?, minor, 0, minor < 0, false, 0
            FROM unnest(?::text[], ?::bigint[]) AS opened (account, minor)
            """)) {
      insert.setInt(1, partition);
      insert.setString(2, Books.CURRENCY.value());
      insert.setObject(3, names);
      insert.setObject(4, minor);
      insert.executeUpdate();
    }
  }
}
