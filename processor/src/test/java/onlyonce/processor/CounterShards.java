package onlyonce.processor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import onlyonce.localcluster.Shard;
import onlyonce.messages.Partitioning;
import onlyonce.messages.ShardMap;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases with the engine's tables and the counter's, as a migration leaves them. */
record CounterShards(List<Shard> shards, ShardMap map) {
  static final String APPLY = "onlyonce_apply";

  /** A ledger partition's row in {@code engine.progress}. */
  record Row(long nextOffset, long publishedOffset, String owner, String session) {}

  /** What a key has come to. */
  record Total(long total, long commands) {}

  static CounterShards create(List<Shard> shards, int partitions) throws SQLException {
    Map<String, String> urls =
        shards.stream().collect(Collectors.toMap(Shard::name, Shard::jdbcUrl));
    CounterShards created =
        new CounterShards(shards, ShardMap.modulo(Partitioning.hash(partitions), urls));
    for (Shard shard : shards) {
      EngineSchema.migrate(created.admin(shard));
      try (Connection connection = created.admin(shard).getConnection()) {
        EngineSchema.addLedgerPartitions(
            connection, created.map().partitionsOf(shard.name()), LocalDate.now(Clock.systemUTC()));
        CounterHandler.createTable(connection);
      }
    }
    return created;
  }

  /** The same databases as one sees them whose sessions go through a proxy. */
  CounterShards through(PostgresProxy proxy) {
    List<Shard> seen =
        shards.stream()
            .map(shard -> shard.name().equals(proxy.shard().name()) ? proxy.shard() : shard)
            .toList();
    Map<String, String> urls = seen.stream().collect(Collectors.toMap(Shard::name, Shard::jdbcUrl));
    return new CounterShards(seen, ShardMap.modulo(map.partitioning(), urls));
  }

  PGSimpleDataSource admin(Shard shard) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(shard.jdbcUrl());
    source.setUser(shard.user());
    return source;
  }

  /** A superuser's session where the partition lives. */
  Connection connect(int partition) throws SQLException {
    return admin(shardOf(partition)).getConnection();
  }

  Connection connectAs(int partition, String user) throws SQLException {
    return DriverManager.getConnection(shardOf(partition).jdbcUrl(), user, "");
  }

  Shard shardOf(int partition) {
    String name = map.place(partition).shard();
    return shards.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  void execute(int partition, String sql) throws SQLException {
    try (Connection connection = connect(partition);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Every row as its columns, joined by a blank. */
  List<String> rows(int partition, String sql) throws SQLException {
    try (Connection connection = connect(partition);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join(" ", columns));
      }
      return rows;
    }
  }

  Row progress(int partition) throws SQLException {
    String sql =
        "SELECT next_offset, published_offset, owner, owner_session FROM engine.progress"
            + " WHERE ledger_partition = "
            + partition;
    try (Connection connection = connect(partition);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new IllegalStateException("no progress row for " + partition);
      }
      return new Row(
          row.getLong(1),
          row.getLong(2),
          String.valueOf(row.getString(3)),
          String.valueOf(row.getString(4)));
    }
  }

  /** For controls: offset and owner as they were once, and no memory of any id. */
  void setBack(int partition, Row row) throws SQLException {
    execute(
        partition,
        """
        UPDATE engine.progress
        SET next_offset = %d, published_offset = %d, owner = '%s', owner_session = '%s'
        WHERE ledger_partition = %d
        """
            .formatted(
                row.nextOffset(), row.publishedOffset(), row.owner(), row.session(), partition));
    forgetIds(partition);
  }

  /** For controls: no memory of any id of this partition. */
  void forgetIds(int partition) throws SQLException {
    execute(
        partition,
        "SET session_replication_role = replica;"
            + "DELETE FROM engine.processed WHERE ledger_partition = "
            + partition);
  }

  /** The totals of all keys that begin so, over all shards, by key. */
  Map<String, Total> totals(String prefix) throws SQLException {
    Map<String, Total> totals = new TreeMap<>();
    for (Shard shard : shards) {
      try (Connection connection = admin(shard).getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT key, total, commands FROM counter")) {
        while (row.next()) {
          if (row.getString(1).startsWith(prefix)) {
            totals.merge(
                row.getString(1),
                new Total(row.getLong(2), row.getLong(3)),
                (a, b) -> new Total(a.total() + b.total(), a.commands() + b.commands()));
          }
        }
      }
    }
    return totals;
  }
}
