package onlyonce.cli.lab.twophasecommit;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onlyonce.cli.lab.LedgerClient;
import onlyonce.ledger.PartitionBooks;
import onlyonce.ledger.PartitionBooks.Balance;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Transfer;

/** The accounts as the platform keeps them; payments are Posts through Kafka. */
final class LedgerBank implements Bank {
  static final String COMPLETED = "Completed";

  private static final String APPLIED = "Applied";
  private static final int ANSWER_SECONDS = 60;

  private final ShardMap map;
  private final LedgerClient client;

  LedgerBank(ShardMap map, LedgerClient client) {
    this.map = map;
    this.client = client;
  }

  /** Opens the scene's accounts. */
  void open(Scene scene) throws Exception {
    List<CompletableFuture<LedgerClient.Answer>> opened = new ArrayList<>();
    for (Payer payer : scene.payers()) {
      opened.add(client.open(payer.account(), Scene.OPENING_MINOR));
      opened.add(client.open(payer.neighbour(), Scene.OPENING_MINOR));
    }
    for (CompletableFuture<LedgerClient.Answer> answer : opened) {
      requireLabel(APPLIED, answer);
    }
  }

  /** Sends a deal on its way, as a transfer between two ledger partitions. */
  CompletableFuture<LedgerClient.Answer> send(Scene.Deal deal) {
    return client.transfer(
        new Transfer(
            deal.id(),
            deal.from().account(),
            deal.to().account(),
            new Amount(Scene.DEAL_MINOR),
            LedgerClient.CURRENCY));
  }

  /** Waits for an answer that must be this one. */
  static LedgerClient.Answer requireLabel(
      String label, CompletableFuture<LedgerClient.Answer> answer) throws Exception {
    LedgerClient.Answer heard = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    if (!heard.label().equals(label)) {
      throw new IllegalStateException(
          "the answer is \"%s\" instead of \"%s\"".formatted(heard.label(), label));
    }
    return heard;
  }

  /** How many of these transfers hold money at their source and have not settled. */
  long held(List<Scene.Deal> deals) {
    return count(
        """
        SELECT count(*) FROM ledger.hold WHERE state = 'held' AND transfer_id = ANY (?::uuid[])
        """,
        deals);
  }

  /** How many of these transfers have paid out at their target. */
  long credited(List<Scene.Deal> deals) {
    return count(
        """
        SELECT count(DISTINCT transfer_id) FROM ledger.posting
        WHERE kind = 'Credit' AND transfer_id = ANY (?::uuid[])
        """,
        deals);
  }

  private long count(String query, List<Scene.Deal> deals) {
    UUID[] ids = deals.stream().map(Scene.Deal::id).toArray(UUID[]::new);
    long count = 0;
    for (String shard : shards()) {
      try (Connection connection = LabConnection.open(jdbcUrl(shard), LabConnection.LAB);
          PreparedStatement select = connection.prepareStatement(query)) {
        select.setArray(1, connection.createArrayOf("uuid", ids));
        try (ResultSet row = select.executeQuery()) {
          count += row.next() ? row.getLong(1) : 0;
        }
      } catch (SQLException e) {
        throw new IllegalStateException("cannot read the ledger of " + shard, e);
      }
    }
    return count;
  }

  /** What the books show to be wrong now that every saga has ended. */
  List<String> flaws(Scene scene) throws SQLException {
    List<String> flaws = new ArrayList<>();
    BigInteger inCustomersHands = BigInteger.ZERO;
    BigInteger inTransit = BigInteger.ZERO;
    for (String shard : shards()) {
      try (Connection connection = LabConnection.open(jdbcUrl(shard), LabConnection.LAB)) {
        for (Map.Entry<Integer, List<Balance>> books :
            PartitionBooks.balances(connection).entrySet()) {
          for (Balance balance : books.getValue()) {
            inTransit = inTransit.add(balance.inTransitMinor());
            inCustomersHands = inCustomersHands.add(balance.customersMinor());
            if (balance.totalMinor().signum() != 0 || balance.heldMinor().signum() != 0) {
              flaws.add(
                  "books of ledger partition %d that are not at rest: %s"
                      .formatted(books.getKey(), balance));
            }
          }
        }
      }
    }
    if (inTransit.signum() != 0) {
      flaws.add("%,d minor units are still in transit".formatted(inTransit));
    }
    BigInteger opened = BigInteger.valueOf(2 * Scene.OPENING_MINOR * scene.payers().size());
    if (!inCustomersHands.equals(opened)) {
      flaws.add(
          "%,d minor units were opened and there are %,d".formatted(opened, inCustomersHands));
    }
    if (credited(scene.deals()) != scene.deals().size()) {
      flaws.add("not every transfer was credited");
    }
    return flaws;
  }

  @Override
  public String jdbcUrl(String shard) {
    String url = map.jdbcUrls().get(shard);
    if (url == null) {
      throw new IllegalArgumentException("no shard " + shard + " among " + shards());
    }
    return url;
  }

  @Override
  public Set<String> shards() {
    return map.jdbcUrls().keySet();
  }

  @Override
  public String lockRow() {
    return "SELECT 1 FROM ledger.account WHERE account = ? FOR NO KEY UPDATE";
  }

  @Override
  public String accountTable() {
    return "ledger.account";
  }

  @Override
  public Till till(Payer payer) {
    return new KafkaTill(client, payer.account(), payer.neighbour());
  }

  private record KafkaTill(LedgerClient client, AccountId from, AccountId to) implements Till {
    @Override
    public int pay() throws Exception {
      requireLabel(COMPLETED, client.post(from, to, 1));
      return 0;
    }

    @Override
    public void close() {}
  }
}
