package onlyonce.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** {@code engine.refused}: which records became dead letters; their bytes stay in the log. */
final class RefusedTable {
  private RefusedTable() {}

  static <C> void insert(Connection connection, List<Entry.Refused<C>> refused)
      throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    String sql =
        """
        INSERT INTO engine.refused (ledger_partition, log_offset, id, reason, detail)
        VALUES (?, ?, ?, ?, ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Entry.Refused<C> entry : refused) {
        statement.setInt(1, entry.partition());
        statement.setLong(2, entry.offset());
        statement.setObject(3, entry.id().orElse(null));
        statement.setString(4, entry.reason().label());
        statement.setString(5, entry.detail());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
