package onlyonce.cli.move;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import onlyonce.ledger.LedgerPartition;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EnginePartition;

/** Drops what moves left behind: tables of ledger partitions that live elsewhere by now. */
public final class DropMoved {
  private static final String SOURCE = "onlyonce/drop-moved";

  private DropMoved() {}

  /** A ledger partition that a shard has no more. */
  public record Dropped(String shard, int ledgerPartition) {}

  /**
   * Drops them under a term of its own, so that nobody moves one back meanwhile.
   *
   * @param jdbcUrls of the shards to look at, by name
   * @param adminUser may act as the tables' owner
   * @throws IllegalStateException when a move is under way
   * @throws SQLException when a shard fails; the others' are dropped by then, or not
   */
  public static List<Dropped> run(
      Map<String, Object> clientProperties,
      SortedMap<String, String> jdbcUrls,
      String adminUser,
      Clock clock)
      throws SQLException {
    List<Dropped> dropped = new ArrayList<>();
    try (MapTerm term = MapTerm.claim(clientProperties, clock, SOURCE)) {
      requireRest(term.map());
      for (Map.Entry<String, String> shard : jdbcUrls.entrySet()) {
        try (MoverSession session =
            new MoverSession(shard.getKey(), shard.getValue(), adminUser, term)) {
          for (int partition : session.snapshot(EnginePartition::here)) {
            if (!term.map().place(partition).shard().equals(shard.getKey())) {
              drop(session, partition);
              dropped.add(new Dropped(shard.getKey(), partition));
            }
          }
        }
      }
    }
    return dropped;
  }

  private static void requireRest(ShardMap map) {
    map.places()
        .forEach(
            (partition, place) ->
                place
                    .moving()
                    .ifPresent(
                        target -> {
                          throw new IllegalStateException(
                              "ledger partition %d is moving from %s to %s: let `onlyonce ledger rebalance` end, or run it again"
                                  .formatted(partition, place.shard(), target.shard()));
                        }));
  }

  private static void drop(MoverSession session, int partition) throws SQLException {
    session.change(
        tx -> {
          EnginePartition engine = new EnginePartition(partition);
          if (engine.isOwned(tx)) {
            throw new IllegalStateException(
                "ledger partition %d has an owner on %s, although the map places it elsewhere: nothing of it is dropped; run `onlyonce reconcile`"
                    .formatted(partition, session.shard()));
          }
          engine.drop(tx);
          new LedgerPartition(partition).drop(tx);
        });
  }
}
