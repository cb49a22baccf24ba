package onlyonce.cli.lab.twophasecommit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many dead rows of the accounts VACUUM may not remove, since somebody, perhaps a transaction
 * that only lies there prepared, might still see them.
 */
final class VacuumKept {
  private static final Pattern KEPT = Pattern.compile("(\\d+) are dead but not yet removable");

  private VacuumKept() {}

  static long deadRows(Bank bank) throws SQLException {
    long kept = 0;
    for (String shard : bank.shards()) {
      try (Connection connection = LabConnection.open(bank.jdbcUrl(shard), LabConnection.LAB);
          Statement statement = connection.createStatement()) {
        // Truncating would lock the whole table for a moment, and somebody might wait for that.
        statement.execute("VACUUM (VERBOSE, TRUNCATE false) " + bank.accountTable());
        for (SQLWarning said = statement.getWarnings();
            said != null;
            said = said.getNextWarning()) {
          kept += deadRows(String.valueOf(said.getMessage()));
        }
      }
    }
    return kept;
  }

  /** The sum of what VACUUM's report says of each table. */
  static long deadRows(String report) {
    long kept = 0;
    Matcher found = KEPT.matcher(report);
    while (found.find()) {
      kept += Long.parseLong(found.group(1));
    }
    return kept;
  }
}
