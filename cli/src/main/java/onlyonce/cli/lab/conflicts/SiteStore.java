package onlyonce.cli.lab.conflicts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.Shard;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A site's own database over one connection: what it keeps of each key, what the other sites have
 * not been sent yet, and how far it has heard each of them. A write and its place in the outbox are
 * one transaction, and so are what was heard and how far, so nothing is lost or applied by halves
 * whatever dies. For one thread.
 */
final class SiteStore implements AutoCloseable {
  private static final int ANSWER_SECONDS = 20;

  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS item (
          key text PRIMARY KEY, kept text NOT NULL, written bigint NOT NULL DEFAULT 0);
      CREATE TABLE IF NOT EXISTS outbox (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, write text NOT NULL);
      CREATE TABLE IF NOT EXISTS heard (site text PRIMARY KEY, next_offset bigint NOT NULL);
      """;
  private static final String ENSURE =
      "INSERT INTO item (key, kept) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String LOCK = "SELECT kept, written FROM item WHERE key = ? FOR UPDATE";

  private final Connection connection;

  private SiteStore(Connection connection) {
    this.connection = connection;
  }

  /** Opens the store, making its tables when they are not there. */
  static SiteStore open(Shard database) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.jdbcUrl());
    source.setUser(database.user());
    source.setApplicationName("lab-site");
    source.setConnectTimeout(ANSWER_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1)"); // several of a site's threads open it
      statement.execute(SCHEMA);
      statement.execute("SELECT pg_advisory_unlock(1)");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    connection.setAutoCommit(false);
    return new SiteStore(connection);
  }

  /** A client's write: kept, if the policy keeps it, and put into the outbox. */
  Version write(Policy policy, String site, Draft draft) throws SQLException {
    return inTransaction(
        () -> {
          Row row = lock(draft.key());
          Dot dot = new Dot(site, row.written() + 1);
          Version version = new Version(draft.value(), dot, draft.context(), draft.stampMillis());
          keep(draft.key(), policy.keep(row.kept(), version), dot.number());
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO outbox (write) VALUES (?)")) {
            insert.setString(1, Wire.write(new Wire.Write(draft.key(), version)));
            insert.executeUpdate();
          }
          return version;
        });
  }

  /** What a client wants written, and in the knowledge of what. */
  record Draft(String key, String value, VersionVector context, long stampMillis) {}

  /** Another site's writes, and how far it has been heard with them. */
  void hear(Policy policy, String from, List<Wire.Write> writes, long nextOffset)
      throws SQLException {
    inTransaction(
        () -> {
          for (Wire.Write write : writes) {
            Row row = lock(write.key());
            keep(write.key(), policy.keep(row.kept(), write.version()), row.written());
          }
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  INSERT INTO heard VALUES (?, ?)
                  ON CONFLICT (site) DO UPDATE SET next_offset = excluded.next_offset
                  """)) {
            upsert.setString(1, from);
            upsert.setLong(2, nextOffset);
            return upsert.executeUpdate();
          }
        });
  }

  /** What is kept of a key; nothing of one that is not known. */
  Siblings kept(String key) throws SQLException {
    return inTransaction(
        () ->
            query("SELECT kept FROM item WHERE key = ?", key)
                .map(Wire::siblings)
                .orElse(Siblings.NONE));
  }

  /** Where to go on with a site that has been heard before. */
  OptionalLong heard(String from) throws SQLException {
    return inTransaction(
        () ->
            query("SELECT next_offset::text FROM heard WHERE site = ?", from).stream()
                .mapToLong(Long::parseLong)
                .findFirst());
  }

  /** What waits to be sent, in the order in which it was written, so many at most. */
  SortedMap<Long, String> unsent(int limit) throws SQLException {
    return inTransaction(
        () -> {
          SortedMap<Long, String> writes = new TreeMap<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT id, write FROM outbox ORDER BY id LIMIT ?")) {
            select.setInt(1, limit);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                writes.put(rows.getLong(1), rows.getString(2));
              }
            }
          }
          return writes;
        });
  }

  /** Everything up to this one has been sent. */
  void sent(long lastId) throws SQLException {
    inTransaction(
        () -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM outbox WHERE id <= ?")) {
            delete.setLong(1, lastId);
            return delete.executeUpdate();
          }
        });
  }

  private record Row(Siblings kept, long written) {}

  private Row lock(String key) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ENSURE)) {
      insert.setString(1, key);
      insert.setString(2, Wire.siblings(Siblings.NONE));
      insert.executeUpdate();
    }
    try (PreparedStatement select = connection.prepareStatement(LOCK)) {
      select.setString(1, key);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Row(Wire.siblings(row.getString(1)), row.getLong(2));
      }
    }
  }

  private void keep(String key, Siblings kept, long written) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE item SET kept = ?, written = ? WHERE key = ?")) {
      update.setString(1, Wire.siblings(kept));
      update.setLong(2, written);
      update.setString(3, key);
      update.executeUpdate();
    }
  }

  private Optional<String> query(String sql, String argument) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, argument);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  /** What is done in one transaction. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
