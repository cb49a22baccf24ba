package onlyonce.processor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;

/**
 * Commits, and believes only a commit that came with nothing to say.
 *
 * <p>Under synchronous replication a commit waits for standbys. When that wait is cut short, the
 * server has committed, and says COMMIT, with a warning: a standby that is promoted may lack it.
 * Whoever took that for done could publish what nobody will remember. So such a commit is like one
 * whose answer was lost: unknown, and the next takeover tells, whose own commit is believed only
 * once standbys have it, and with it all that came before.
 *
 * <p>What the warning says is not looked at: its SQLState is that of any warning, and a commit has
 * no other reason to warn.
 */
public final class Commit {
  private Commit() {}

  /**
   * @throws CommitInDoubtException when it is committed here, and perhaps nowhere else
   */
  public static void of(Connection connection) throws SQLException {
    connection.clearWarnings();
    connection.commit();
    SQLWarning warning = connection.getWarnings();
    if (warning != null) {
      throw new CommitInDoubtException(warning);
    }
  }
}
