package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.messages.MapTerm;
import onlyonce.messages.ShardMap;

/**
 * Takes back what an earlier mover began and did not commit: its copy is dropped, the source is
 * unfrozen, and the map says that the partition stays.
 */
final class TakeBack {
  private final MapTerm term;
  private final String adminUser;

  /** A ledger partition whose mover is gone. */
  record Stranded(int partition, ShardMap.Place place, ShardMap.Moving target) {}

  TakeBack(MapTerm term, String adminUser) {
    this.term = term;
    this.adminUser = adminUser;
  }

  List<Stranded> stranded() {
    List<Stranded> all = new ArrayList<>();
    term.map()
        .places()
        .forEach(
            (partition, place) ->
                place
                    .moving()
                    .ifPresent(target -> all.add(new Stranded(partition, place, target))));
    return all;
  }

  void run(Stranded of) throws SQLException, InterruptedException {
    try (Site site = Site.of(of.partition(), of.place(), of.target(), adminUser, term)) {
      Optional<Step> next = Optional.of(new DropTarget());
      while (next.isPresent()) {
        next = next.get().run(site);
      }
    }
  }
}
