package onlyonce.postgrescopy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Some rows of a table that two databases have alike.
 *
 * @param table with its schema
 * @param columns in an order that both sides take
 * @param condition which rows, in SQL
 */
public record TableSlice(String table, List<String> columns, String condition) {
  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * What two equal sets of rows have in common, in whatever order they are read. The hash is
   * PostgreSQL's own, which is the same on servers of one byte order.
   *
   * @param rows how many
   * @param hash the sum of their hashes
   */
  public record Fingerprint(long rows, BigInteger hash) {}

  public TableSlice {
    columns = List.copyOf(columns);
  }

  /**
   * Streams the rows from one database into the other by binary COPY on both sides; a buffer's
   * worth of them is in memory. Neither transaction is ended.
   *
   * @return how many rows there were
   * @throws SQLException when either side fails: both transactions have failed then
   */
  public long copy(Connection from, Connection to) throws SQLException {
    CopyOut out = copies(from).copyOut("COPY (%s) TO STDOUT (FORMAT binary)".formatted(select()));
    try {
      CopyIn in =
          copies(to)
              .copyIn("COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, columnList()));
      try {
        pour(out, in);
        long written = in.endCopy();
        if (written != out.getHandledRowCount()) {
          throw new SQLException(
              "%d of %d rows of %s arrived".formatted(written, out.getHandledRowCount(), table));
        }
        return written;
      } finally {
        if (in.isActive()) {
          in.cancelCopy();
        }
      }
    } finally {
      if (out.isActive()) {
        out.cancelCopy();
      }
    }
  }

  /** Counts the rows and sums up their hashes. */
  public Fingerprint fingerprint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*), coalesce(sum(hash_record_extended(ROW(%s), 0)), 0)
                FROM %s WHERE %s
                """
                    .formatted(columnList(), table, condition))) {
      row.next();
      BigDecimal hash = row.getBigDecimal(2);
      return new Fingerprint(row.getLong(1), hash.toBigIntegerExact());
    }
  }

  private static void pour(CopyOut out, CopyIn in) throws SQLException {
    byte[] chunk = new byte[CHUNK_BYTES];
    int filled = 0;
    for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      if (filled + row.length > chunk.length) {
        in.writeToCopy(chunk, 0, filled);
        filled = 0;
      }
      if (row.length > chunk.length) {
        in.writeToCopy(row, 0, row.length);
      } else {
        System.arraycopy(row, 0, chunk, filled, row.length);
        filled += row.length;
      }
    }
    in.writeToCopy(chunk, 0, filled);
  }

  private String select() {
    return "SELECT %s FROM %s WHERE %s".formatted(columnList(), table, condition);
  }

  private String columnList() {
    return String.join(", ", columns);
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
