package onlyonce.cli.move;

import java.util.Optional;
import onlyonce.messages.ShardMap;
import onlyonce.processor.EnginePartition.Position;

/**
 * Publishes that the partition is moving: from now on its source may be frozen, and whoever comes
 * after takes that back.
 *
 * @param at what lies below is copied
 */
record AnnounceMove(Position at) implements Step {

  @Override
  public String doing() {
    return "announcing the move";
  }

  @Override
  public Optional<Step> run(Site site) {
    ShardMap.Place place = site.place();
    site.publish(
        new ShardMap.Place(
            place.shard(), place.jdbcUrl(), place.epoch(), Optional.of(site.target())));
    return Optional.of(new FreezeSource(at));
  }
}
