package onlyonce.cli.move;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.postgrescopy.TableSlice;
import onlyonce.processor.EnginePartition.Position;

/** Copies and verifies what never changes any more, while the partition is in use. */
record CopyAhead() implements Step {

  @Override
  public String doing() {
    return "copying ahead";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException {
    long began = System.nanoTime();
    Position at =
        site.from()
            .snapshot(
                source -> {
                  Position now =
                      site.engine()
                          .position(source)
                          .orElseThrow(
                              () ->
                                  new IllegalStateException(
                                      "%s has no ledger partition %d; run `onlyonce ledger migrate`"
                                          .formatted(site.place().shard(), site.partition())));
                  List<TableSlice> slices = new ArrayList<>(site.engine().settled(now));
                  slices.addAll(site.ledger().settled(now.nextOffset()));
                  long rows = site.to().fill(target -> CopySlices.run(slices, source, target));
                  site.figures().copiedAhead(rows, Duration.ofNanos(System.nanoTime() - began));
                  return now;
                });
    site.to().change(tx -> site.engine().summarize(tx));
    return Optional.of(new AnnounceMove(at));
  }
}
