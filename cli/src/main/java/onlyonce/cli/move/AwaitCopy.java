package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.Optional;

/** Waits until a standby of the target that is promoted would have all of it. */
record AwaitCopy() implements Step {

  @Override
  public String doing() {
    return "waiting for the target's standbys";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException, InterruptedException {
    AwaitStandbys.of(site.to());
    return Optional.of(new CommitMove());
  }
}
