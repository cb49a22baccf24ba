package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.postgrescopy.TableSlice;

/**
 * What the engine keeps of one ledger partition, for whoever moves it to another shard. Every
 * method works in the connection's transaction, as the owner of the tables, and commits nothing.
 *
 * @param number of the ledger partition
 */
public record EnginePartition(int number) {
  private static final List<String> PROCESSED =
      List.of("ledger_partition", "id", "payload_hash", "log_offset", "topic", "key", "outcome");
  private static final List<String> REFUSED =
      List.of("ledger_partition", "log_offset", "id", "reason", "detail");

  public EnginePartition {
    if (number < 0) {
      throw new IllegalArgumentException("a ledger partition is not negative but is " + number);
    }
  }

  /**
   * How far a ledger partition has come.
   *
   * @param nextOffset every row belongs to an offset below it
   * @param publishedOffset outcomes below it are published
   * @param floorMillis ids from before it are not asked for any more
   */
  public record Position(long nextOffset, long publishedOffset, long floorMillis) {}

  /** The ledger partitions that have tables on this shard, whether in use or not. */
  public static List<Integer> here(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT substring(relname FROM '[0-9]+$')::int AS number FROM pg_class
                WHERE relnamespace = to_regnamespace('engine') AND relname ~ '^processed_p[0-9]+$'
                ORDER BY number
                """)) {
      List<Integer> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getInt(1));
      }
      return found;
    }
  }

  /** Where it is; empty when it has no progress row here. */
  public Optional<Position> position(Connection connection) throws SQLException {
    return position(
        connection,
        """
        SELECT next_offset, published_offset, floor_ms FROM engine.progress WHERE ledger_partition = ?
        """);
  }

  /**
   * Nobody commits for it here any more once this is committed. Harmless to do again.
   *
   * @return where it stands for good; empty when it has no progress row here
   */
  public Optional<Position> freeze(Connection tx) throws SQLException {
    return position(
        tx,
        """
        UPDATE engine.progress SET frozen = true, owner = NULL, owner_session = NULL
        WHERE ledger_partition = ?
        RETURNING next_offset, published_offset, floor_ms
        """);
  }

  /** It may be taken over here again. Harmless to do again. */
  public void unfreeze(Connection tx) throws SQLException {
    update(
        tx,
        """
        UPDATE engine.progress SET frozen = false WHERE ledger_partition = ?
        """);
  }

  /** Whether a processor owns it here. */
  public boolean isOwned(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT FROM engine.progress WHERE ledger_partition = ? AND owner IS NOT NULL
            """)) {
      select.setInt(1, number);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The days that have a table of their own here, rising. */
  public List<LocalDate> days(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT right(c.relname, 8) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
            WHERE inhparent = to_regclass(?) AND c.relname ~ '_[0-9]{8}$'
            ORDER BY c.relname
            """)) {
      select.setString(1, processed());
      List<LocalDate> days = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          days.add(LocalDate.parse(row.getString(1), DateTimeFormatter.BASIC_ISO_DATE));
        }
      }
      return days;
    }
  }

  /** Makes its tables, empty and without a progress row: nobody takes it over here. */
  public void makeTables(Connection tx, List<LocalDate> days) throws SQLException {
    EngineSchema.addLedgerPartition(tx, number, LocalDate.EPOCH, 0);
    update(
        tx,
        """
        DELETE FROM engine.progress WHERE ledger_partition = ?
        """);
    try (PreparedStatement make = tx.prepareStatement("SELECT engine.make_day(?, ?)")) {
      for (LocalDate day : days) {
        make.setInt(1, number);
        make.setObject(2, day);
        make.execute();
      }
    }
  }

  /** Drops all that there is of it here. The caller knows that the map places it elsewhere. */
  public void drop(Connection tx) throws SQLException {
    update(
        tx,
        """
        DELETE FROM engine.progress WHERE ledger_partition = ?
        """);
    try (Statement drop = tx.createStatement()) {
      drop.execute("DROP TABLE IF EXISTS %s, engine.refused_p%d".formatted(processed(), number));
    }
  }

  /**
   * What never changes any more, of all that may be asked for.
   *
   * @param at as one snapshot shows it
   */
  public List<TableSlice> settled(Position at) {
    String below = "log_offset < " + at.nextOffset();
    return List.of(
        new TableSlice(processed(), PROCESSED, below + " AND " + isAskedFor(at)),
        new TableSlice("engine.refused_p" + number, REFUSED, below));
  }

  /**
   * What came since, once it is frozen.
   *
   * @param at of the snapshot
   */
  public List<TableSlice> since(Position at) {
    String since = "log_offset >= " + at.nextOffset();
    return List.of(
        new TableSlice(processed(), PROCESSED, since),
        new TableSlice("engine.refused_p" + number, REFUSED, since));
  }

  /** A republisher asks for what is not published, a look-up for what the floor has not passed. */
  private static String isAskedFor(Position at) {
    return "(id >= engine.lowest_id(to_timestamp(%d / 1000.0)) OR log_offset >= %d)"
        .formatted(at.floorMillis(), at.publishedOffset());
  }

  /**
   * Writes its progress row as the last thing: from its commit on a processor may take it over
   * whose map has that epoch, and none with an older one.
   *
   * @param from where it is frozen
   * @param to where it will be
   * @param mapEpoch of the record that will place it there
   */
  public void copyProgress(Connection from, Connection to, long mapEpoch) throws SQLException {
    try (PreparedStatement select =
        from.prepareStatement(
            """
            SELECT next_offset, published_offset, log_time_ms, floor_ms, window_ms, rules_version
            FROM engine.progress WHERE ledger_partition = ? AND frozen
            """)) {
      select.setInt(1, number);
      try (ResultSet row = select.executeQuery();
          PreparedStatement insert =
              to.prepareStatement(
                  """
                  INSERT INTO engine.progress (ledger_partition, next_offset, published_offset,
                      log_time_ms, floor_ms, window_ms, rules_version, map_epoch)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                  """)) {
        if (!row.next()) {
          throw new SQLException(
              "ledger partition %d is not frozen where it was".formatted(number));
        }
        insert.setInt(1, number);
        for (int column = 1; column <= 6; column++) {
          insert.setLong(column + 1, row.getLong(column));
        }
        insert.setLong(8, mapEpoch);
        insert.executeUpdate();
      }
    }
  }

  /**
   * Tells the index on offsets what was copied, so that the first takeover need not read it all.
   */
  public void summarize(Connection connection) throws SQLException {
    try (PreparedStatement summarize =
        connection.prepareStatement(
            """
            SELECT brin_summarize_new_values(summary.oid::regclass)
            FROM pg_inherits
            JOIN pg_index ON indrelid = inhrelid
            JOIN pg_class summary ON summary.oid = indexrelid
            JOIN pg_am method ON method.oid = summary.relam AND method.amname = 'brin'
            WHERE inhparent = to_regclass(?)
            """)) {
      summarize.setString(1, processed());
      var _ = summarize.execute();
    }
  }

  private String processed() {
    return "engine.processed_p" + number;
  }

  private Optional<Position> position(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, number);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Position(row.getLong(1), row.getLong(2), row.getLong(3)))
            : Optional.empty();
      }
    }
  }

  private void update(Connection tx, String sql) throws SQLException {
    try (PreparedStatement statement = tx.prepareStatement(sql)) {
      statement.setInt(1, number);
      statement.executeUpdate();
    }
  }
}
