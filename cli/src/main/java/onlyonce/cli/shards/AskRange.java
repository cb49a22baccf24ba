package onlyonce.cli.shards;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import onlyonce.ledger.AccountReading;
import onlyonce.ledger.ListAccounts;
import onlyonce.messages.AccountId;
import onlyonce.messages.AccountRange;
import onlyonce.messages.ShardMap;

/**
 * Range queries over the shards: each asks only those that hold a ledger partition which may have
 * such accounts, and merges what they say. Each shard's part is of one moment; the shards' moments
 * differ.
 */
public final class AskRange implements AutoCloseable {
  private final ShardMap map;
  private final String databaseUser;
  private final Map<String, Connection> connections = new HashMap<>();

  /**
   * @param databaseUser only reads
   */
  public AskRange(ShardMap map, String databaseUser) {
    this.map = map;
    this.databaseUser = databaseUser;
  }

  /**
   * What came back, and whom it took.
   *
   * @param accounts in the order of their names' bytes
   * @param next the first account that the limit left out
   */
  public record Answer(
      List<AccountReading> accounts,
      Optional<AccountId> next,
      SortedMap<String, List<Integer>> asked) {

    /** How many ledger partitions were looked into. */
    public int partitionsAsked() {
      return asked.values().stream().mapToInt(List::size).sum();
    }
  }

  /**
   * Asks.
   *
   * @param limit at most so many accounts
   * @throws SQLException when a shard fails
   */
  public Answer ask(AccountRange range, int limit) throws SQLException {
    SortedMap<String, List<Integer>> asked = new TreeMap<>();
    for (int partition : map.partitioning().mayHold(range)) {
      asked
          .computeIfAbsent(map.place(partition).shard(), shard -> new ArrayList<>())
          .add(partition);
    }
    List<AccountReading> found = new ArrayList<>();
    for (List<Integer> partitions : asked.values()) {
      Connection connection = connection(map.place(partitions.getFirst()).jdbcUrl());
      found.addAll(ListAccounts.in(connection, partitions, range, limit + 1));
      connection.commit();
    }
    found.sort(Comparator.comparing(reading -> reading.account().id()));
    Optional<AccountId> next =
        found.size() > limit ? Optional.of(found.get(limit).account().id()) : Optional.empty();
    return new Answer(List.copyOf(found.subList(0, Math.min(limit, found.size()))), next, asked);
  }

  private Connection connection(String jdbcUrl) throws SQLException {
    Connection open = connections.get(jdbcUrl);
    if (open == null) {
      open = ShardSnapshot.open(jdbcUrl, databaseUser);
      connections.put(jdbcUrl, open);
    }
    return open;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }
}
