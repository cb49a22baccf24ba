package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.Optional;

/** Gives the partition back to whoever takes it over at the source. */
record UnfreezeSource() implements Step {

  @Override
  public String doing() {
    return "giving it back to its source";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException {
    site.from().change(tx -> site.engine().unfreeze(tx));
    return Optional.of(new AwaitUnfreeze());
  }
}
