package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import onlyonce.messages.DeposedException;

/**
 * {@code engine.term}: the number of the latest term of the shard map under which anybody changed
 * something on this server. Kafka fences writes to Kafka alone; this row fences the rest.
 */
public final class EngineTerm {
  /** What {@code engine.enter_term} raises. */
  private static final String PASSED = "OO001";

  private EngineTerm() {}

  /**
   * Enters a term, in the transaction of what is to be done under it, before that: until it ends no
   * other term enters, and none that is lower enters afterwards. Does not commit.
   *
   * @throws DeposedException when a higher one was entered already; the transaction is void
   * @throws SQLException when the database cannot be asked
   */
  public static void enter(Connection connection, long number) throws SQLException {
    String sql =
        """
        SELECT engine.enter_term(?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, number);
      statement.execute();
    } catch (SQLException e) {
      if (PASSED.equals(e.getSQLState())) {
        throw new DeposedException("deposed: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  /** The highest number that was entered here; 0 when none ever was. */
  public static long of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT number FROM engine.term")) {
      row.next();
      return row.getLong(1);
    }
  }
}
