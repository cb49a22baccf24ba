package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * What a promoted server's engine has to know before anybody works there, in one transaction: the
 * term under which it was promoted, the epochs of the places that it has from now on, and where its
 * history parts from that of the primary before.
 *
 * <p>Freezes come with the data. Partitions that have a row here and live elsewhere are frozen all
 * the same: under asynchronous replication the freeze may have been lost with the last commits.
 */
public final class AssumePlaces {
  private AssumePlaces() {}

  /**
   * Does not commit.
   *
   * @param term entered here first
   * @param epochs of the places on this server, by ledger partition
   * @throws onlyonce.messages.DeposedException when a higher term was entered here
   */
  public static void run(Connection connection, long term, Map<Integer, Long> epochs)
      throws SQLException {
    EngineTerm.enter(connection, term);
    noteForks(connection, term);
    freezeOthers(connection, epochs);
    raiseEpochs(connection, epochs);
  }

  private static void noteForks(Connection connection, long term) throws SQLException {
    String sql =
        """
        INSERT INTO engine.fork (term, ledger_partition, next_offset)
        SELECT ?, ledger_partition, next_offset FROM engine.progress
        ON CONFLICT DO NOTHING
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, term);
      statement.executeUpdate();
    }
  }

  private static void freezeOthers(Connection connection, Map<Integer, Long> epochs)
      throws SQLException {
    String sql =
        """
        UPDATE engine.progress SET frozen = true, owner = NULL
        WHERE NOT frozen AND ledger_partition <> ALL (?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("int", epochs.keySet().toArray()));
      statement.executeUpdate();
    }
  }

  private static void raiseEpochs(Connection connection, Map<Integer, Long> epochs)
      throws SQLException {
    String sql =
        """
        UPDATE engine.progress SET map_epoch = greatest(map_epoch, ?) WHERE ledger_partition = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Map.Entry<Integer, Long> epoch : epochs.entrySet()) {
        statement.setLong(1, epoch.getValue());
        statement.setInt(2, epoch.getKey());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
