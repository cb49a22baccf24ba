package onlyonce.cli.move;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onlyonce.postgrescopy.TableSlice;
import onlyonce.processor.EnginePartition.Position;

/**
 * Copies and verifies the rest, and last the progress row, with the epoch that the map will say:
 * until it says so, nobody takes the partition over at the target.
 *
 * @param at what lies below is copied
 */
record CopyRest(Position at) implements Step {

  @Override
  public String doing() {
    return "copying the rest";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException {
    List<TableSlice> slices = new ArrayList<>(site.engine().since(at));
    slices.addAll(site.ledger().since(at.nextOffset()));
    long rows =
        site.from()
            .snapshot(
                source ->
                    site.to()
                        .fill(
                            target -> {
                              long copied = CopySlices.run(slices, source, target);
                              site.engine().copyProgress(source, target, site.place().epoch() + 1);
                              return copied;
                            }));
    site.figures().copiedRest(rows);
    return Optional.of(new AwaitCopy());
  }
}
