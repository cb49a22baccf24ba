package onlyonce.cli.move;

import java.util.Map;
import onlyonce.ledger.LedgerPartition;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EnginePartition;

/**
 * Where one ledger partition's move takes place: both shards, under one term of the map.
 *
 * @param place where the map says that it is
 * @param target where it shall be
 * @param figures of this move
 */
record Site(
    int partition,
    ShardMap.Place place,
    ShardMap.Moving target,
    MoverSession from,
    MoverSession to,
    MapTerm term,
    Figures figures)
    implements AutoCloseable {

  static Site of(
      int partition, ShardMap.Place place, ShardMap.Moving target, String adminUser, MapTerm term) {
    return new Site(
        partition,
        place,
        target,
        new MoverSession(place.shard(), place.jdbcUrl(), adminUser, term),
        new MoverSession(target.shard(), target.jdbcUrl(), adminUser, term),
        term,
        new Figures());
  }

  EnginePartition engine() {
    return new EnginePartition(partition);
  }

  LedgerPartition ledger() {
    return new LedgerPartition(partition);
  }

  void publish(ShardMap.Place changed) {
    var _ = term.publish(Map.of(partition, changed));
  }

  @Override
  public void close() {
    from.close();
    to.close();
  }
}
