package onlyonce.cli.move;

import java.util.Optional;
import onlyonce.messages.ShardMap;

/** Publishes the new place with the next epoch: this record commits the move. */
record CommitMove() implements Step {

  @Override
  public String doing() {
    return "publishing its new place";
  }

  @Override
  public Optional<Step> run(Site site) {
    site.publish(
        new ShardMap.Place(
            site.target().shard(), site.target().jdbcUrl(), site.place().epoch() + 1));
    return Optional.of(new AwaitFirstCommit());
  }
}
