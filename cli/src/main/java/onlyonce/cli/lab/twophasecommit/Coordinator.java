package onlyonce.cli.lab.twophasecommit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Textbook two-phase commit over PostgreSQL's prepared transactions: both shards prepare, the
 * decision goes to the log, both are told. A prepared transaction outlives every session and server
 * crash with all of its row locks, so between prepare and commit the accounts belong to whoever
 * knows the decision.
 *
 * <pre>
 * the coordinator dies             both shards             its successor
 * -----------------------------    --------------------    ---------------------------------
 * before both have prepared        at most one prepared    rolls back: no decision in the log
 * before the decision is forced    prepared, locked        rolls back: no decision in the log
 * after it                         prepared, locked        commits: the log says so
 * after one shard was told         one committed           commits the other
 * </pre>
 */
final class Coordinator {
  /** The sessions of every coordinator. */
  static final String SESSION = "lab-coordinator";

  private static final String OURS = "onlyonce-lab-%";

  private final DecisionLog log;
  private final String sourceUrl;
  private final String targetUrl;

  /**
   * One transfer.
   *
   * @param gid names the transaction on both shards
   */
  record Order(String gid, String from, String to, long minor) {
    static Order of(Scene.Deal deal) {
      return new Order(
          gid(deal), deal.from().account().value(), deal.to().account().value(), Scene.DEAL_MINOR);
    }

    static String gid(Scene.Deal deal) {
      return "onlyonce-lab-" + deal.id();
    }
  }

  Coordinator(DecisionLog log, String sourceUrl, String targetUrl) {
    this.log = log;
    this.sourceUrl = sourceUrl;
    this.targetUrl = targetUrl;
  }

  /** Moves the money, on both shards or on none. */
  void transfer(Order order) throws SQLException, IOException {
    try (Connection source = LabConnection.open(sourceUrl, SESSION);
        Connection target = LabConnection.open(targetUrl, SESSION)) {
      prepare(source, order.gid(), order.from(), -order.minor());
      prepare(target, order.gid(), order.to(), order.minor());
      log.commit(order.gid());
      finish(source, "COMMIT PREPARED ", order.gid());
      finish(target, "COMMIT PREPARED ", order.gid());
    }
  }

  private static void prepare(Connection shard, String gid, String account, long minor)
      throws SQLException {
    shard.setAutoCommit(false);
    PlainBank.move(shard, gid, account, minor);
    try (Statement statement = shard.createStatement()) {
      statement.execute("PREPARE TRANSACTION " + statement.enquoteLiteral(gid));
    }
    shard.setAutoCommit(true);
  }

  private static void finish(Connection shard, String verb, String gid) throws SQLException {
    try (Statement statement = shard.createStatement()) {
      statement.execute(verb + statement.enquoteLiteral(gid));
    }
  }

  /**
   * Resolves what a predecessor left prepared.
   *
   * @return what was done, a line for each transaction and shard
   */
  List<String> recover() throws SQLException {
    List<String> done = new ArrayList<>();
    for (String url : List.of(sourceUrl, targetUrl)) {
      try (Connection shard = LabConnection.open(url, SESSION)) {
        for (String gid : prepared(shard)) {
          String verb = log.isCommitted(gid) ? "COMMIT PREPARED " : "ROLLBACK PREPARED ";
          finish(shard, verb, gid);
          done.add(verb + gid);
        }
      }
    }
    return done;
  }

  /** The transactions of ours that lie prepared in a connection's database. */
  static List<String> prepared(Connection shard) throws SQLException {
    try (PreparedStatement select =
        shard.prepareStatement(
            """
            SELECT gid FROM pg_prepared_xacts
            WHERE database = current_database() AND gid LIKE ?
            ORDER BY gid
            """)) {
      select.setString(1, OURS);
      try (ResultSet rows = select.executeQuery()) {
        List<String> gids = new ArrayList<>();
        while (rows.next()) {
          gids.add(rows.getString(1));
        }
        return gids;
      }
    }
  }
}
