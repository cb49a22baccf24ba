package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.Optional;
import onlyonce.processor.EnginePartition.Position;

/**
 * Waits until a standby of the source that is promoted would be frozen too.
 *
 * @param at what lies below is copied
 */
record AwaitFreeze(Position at) implements Step {

  @Override
  public String doing() {
    return "waiting for the source's standbys";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException, InterruptedException {
    AwaitStandbys.of(site.from());
    return Optional.of(new CopyRest(at));
  }
}
