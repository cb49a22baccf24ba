package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.Optional;
import onlyonce.processor.EnginePartition.Position;

/**
 * Takes the partition from its owner: nobody commits for it at the source any more, and the log
 * holds what comes.
 *
 * @param at what lies below is copied
 */
record FreezeSource(Position at) implements Step {

  @Override
  public String doing() {
    return "freezing it";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException {
    site.from()
        .change(
            tx -> {
              if (site.engine().freeze(tx).isEmpty()) {
                throw new IllegalStateException(
                    "%s has no ledger partition %d any more"
                        .formatted(site.place().shard(), site.partition()));
              }
              site.figures().frozen();
            });
    return Optional.of(new AwaitFreeze(at));
  }
}
