package onlyonce.cli.move;

import java.util.Optional;
import onlyonce.messages.ShardMap;

/** Publishes that the partition stays where it is. */
record PublishAbort() implements Step {

  @Override
  public String doing() {
    return "publishing that it stays";
  }

  @Override
  public Optional<Step> run(Site site) {
    ShardMap.Place place = site.place();
    site.publish(new ShardMap.Place(place.shard(), place.jdbcUrl(), place.epoch()));
    return Optional.empty();
  }
}
