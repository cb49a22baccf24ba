package onlyonce.cli.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what a move left at its target. One that does not answer keeps it: nobody looks there, and
 * the next move to it begins by dropping.
 */
record DropTarget() implements Step {
  private static final Logger LOG = LoggerFactory.getLogger(DropTarget.class);

  @Override
  public String doing() {
    return "dropping the unfinished copy";
  }

  @Override
  public Optional<Step> run(Site site) {
    try {
      site.to().change(tx -> drop(site, tx));
    } catch (SQLException e) {
      LOG.warn(
          "what a move left of ledger partition {} on {} stays for now: {}",
          site.partition(),
          site.target().shard(),
          e.getMessage());
    }
    return Optional.of(new UnfreezeSource());
  }

  /** The map, under our term, places it elsewhere; so no processor owns it here. */
  static void drop(Site site, Connection tx) throws SQLException {
    if (site.engine().isOwned(tx)) {
      throw new IllegalStateException(
          "ledger partition %d has an owner on %s, although the map places it on %s: nothing is dropped; is --add the address of another shard?"
              .formatted(site.partition(), site.target().shard(), site.place().shard()));
    }
    site.engine().drop(tx);
    site.ledger().drop(tx);
  }
}
