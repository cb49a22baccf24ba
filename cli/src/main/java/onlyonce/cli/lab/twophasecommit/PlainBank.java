package onlyonce.cli.lab.twophasecommit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.Shard;
import onlyonce.messages.AccountId;

/**
 * The accounts as two-phase commit wants them: a table on each shard, changed in place. Payments
 * inside a shard are transactions of that shard alone, as everywhere.
 */
final class PlainBank implements Bank {
  /** How long a payment waits for a lock before it gives up and begins anew. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Duration LONGEST_PAYMENT = Duration.ofSeconds(60);

  private final SortedMap<String, String> jdbcUrls;

  private PlainBank(SortedMap<String, String> jdbcUrls) {
    this.jdbcUrls = jdbcUrls;
  }

  /** Makes a database on each shard and opens the scene's accounts there. */
  static PlainBank open(Cluster cluster, String database, Scene scene) throws SQLException {
    SortedMap<String, String> urls = new TreeMap<>();
    for (Shard shard : cluster.shards()) {
      cluster.dropDatabase(shard.name(), database);
      urls.put(shard.name(), cluster.createDatabase(shard.name(), database).jdbcUrl());
    }
    PlainBank bank = new PlainBank(urls);
    for (String shard : bank.shards()) {
      bank.openAccounts(
          shard, scene.payers().stream().filter(payer -> payer.shard().equals(shard)).toList());
    }
    return bank;
  }

  private void openAccounts(String shard, List<Payer> payers) throws SQLException {
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE account (account text PRIMARY KEY,
              balance_minor bigint NOT NULL CHECK (balance_minor >= 0)) WITH (fillfactor = 60);
          CREATE TABLE posting (gid text NOT NULL, account text NOT NULL, amount_minor bigint NOT NULL);
          """);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO account VALUES (?, ?)")) {
        for (Payer payer : payers) {
          for (AccountId account : List.of(payer.account(), payer.neighbour())) {
            insert.setString(1, account.value());
            insert.setLong(2, Scene.OPENING_MINOR);
            insert.addBatch();
          }
        }
        var _ = insert.executeBatch();
      }
    }
  }

  /** One shard's half of a transfer, in the connection's transaction. */
  static void move(Connection shard, String gid, String account, long minor) throws SQLException {
    change(shard, account, minor);
    try (PreparedStatement insert =
        shard.prepareStatement("INSERT INTO posting VALUES (?, ?, ?)")) {
      insert.setString(1, gid);
      insert.setString(2, account);
      insert.setLong(3, minor);
      insert.executeUpdate();
    }
  }

  private static void change(Connection shard, String account, long minor) throws SQLException {
    try (PreparedStatement update =
        shard.prepareStatement(
            "UPDATE account SET balance_minor = balance_minor + ? WHERE account = ?")) {
      update.setLong(1, minor);
      update.setString(2, account);
      if (update.executeUpdate() != 1) {
        throw new SQLException("account " + account + " is not on this shard");
      }
    }
  }

  private Connection connect(String shard) throws SQLException {
    return LabConnection.open(jdbcUrl(shard), LabConnection.LAB);
  }

  /** How many transactions of the lab's lie prepared, over all shards. */
  int prepared() throws SQLException {
    int prepared = 0;
    for (String shard : shards()) {
      try (Connection connection = connect(shard)) {
        prepared += Coordinator.prepared(connection).size();
      }
    }
    return prepared;
  }

  /** How many postings these transfers have, over all shards: two each when they are committed. */
  int postings(List<Scene.Deal> deals) throws SQLException {
    List<String> gids = deals.stream().map(Coordinator.Order::gid).toList();
    return (int) sum("SELECT count(*) FROM posting WHERE gid = ANY (?::text[])", gids);
  }

  /** What the books show to be wrong now that everything is resolved; nothing when all is well. */
  List<String> flaws(Scene scene, int postingsExpected) throws SQLException {
    List<String> flaws = new ArrayList<>();
    long opened = 2 * Scene.OPENING_MINOR * scene.payers().size();
    long found =
        sum("SELECT sum(balance_minor) FROM account WHERE ?::text[] IS NOT NULL", List.of());
    if (found != opened) {
      flaws.add("%,d minor units were opened and there are %,d".formatted(opened, found));
    }
    int postings = postings(scene.deals());
    if (postings != postingsExpected) {
      flaws.add("%d postings instead of %d".formatted(postings, postingsExpected));
    }
    if (prepared() != 0) {
      flaws.add("transactions still lie prepared");
    }
    return flaws;
  }

  private long sum(String query, List<String> names) throws SQLException {
    long sum = 0;
    for (String shard : shards()) {
      try (Connection connection = connect(shard);
          PreparedStatement select = connection.prepareStatement(query)) {
        select.setArray(1, connection.createArrayOf("text", names.toArray()));
        try (ResultSet row = select.executeQuery()) {
          sum += row.next() ? row.getLong(1) : 0;
        }
      }
    }
    return sum;
  }

  @Override
  public String jdbcUrl(String shard) {
    String url = jdbcUrls.get(shard);
    if (url == null) {
      throw new IllegalArgumentException("no shard " + shard + " among " + shards());
    }
    return url;
  }

  @Override
  public Set<String> shards() {
    return jdbcUrls.keySet();
  }

  @Override
  public String lockRow() {
    return "SELECT 1 FROM account WHERE account = ? FOR NO KEY UPDATE";
  }

  @Override
  public String accountTable() {
    return "account";
  }

  @Override
  public Till till(Payer payer) throws SQLException {
    Connection connection = LabConnection.open(jdbcUrl(payer.shard()), "lab-payer");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = " + PATIENCE.toMillis());
    }
    connection.setAutoCommit(false);
    return new LocalTill(connection, payer);
  }

  private record LocalTill(Connection connection, Payer payer) implements Till {
    @Override
    public int pay() throws SQLException {
      long deadline = System.nanoTime() + LONGEST_PAYMENT.toNanos();
      for (int timeouts = 0; ; timeouts++) {
        try {
          change(connection, payer.account().value(), -1);
          change(connection, payer.neighbour().value(), 1);
          connection.commit();
          return timeouts;
        } catch (SQLException e) {
          connection.rollback();
          if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || System.nanoTime() - deadline > 0) {
            throw e;
          }
        }
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
