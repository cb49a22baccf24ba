package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Waits until no standby of the source could be promoted that is frozen still: once the map says
 * nothing of a move, nobody would unfreeze it.
 */
record AwaitUnfreeze() implements Step {

  @Override
  public String doing() {
    return "waiting for the source's standbys";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException, InterruptedException {
    AwaitStandbys.of(site.from());
    return Optional.of(new PublishAbort());
  }
}
