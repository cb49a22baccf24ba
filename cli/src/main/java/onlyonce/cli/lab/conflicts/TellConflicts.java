package onlyonce.cli.lab.conflicts;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import onlyonce.cli.lab.Cell;
import onlyonce.cli.lab.Cell.Tone;
import onlyonce.cli.lab.LabTable;
import onlyonce.cli.lab.LabTable.Measure;

/** What was measured as a table. */
final class TellConflicts {
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("example", "10 at A, then 14 at B: shown at A, B, C"),
          new Measure("example_unaware", "the same by two who don't know of each other"),
          new Measure("example_resolved", "then, when a client has resolved it"),
          new Measure("acknowledged", "additions to carts, acknowledged"),
          new Measure("lost", "lost"),
          new Measure("lost_share", "share"),
          new Measure("carts_disagreed", "carts on which sites disagree at the end, of 20"),
          new Measure("conflicts_handed", "readings that handed a conflict to a client"),
          new Measure("most_values", "most values in one"),
          new Measure("heard_ms", "after the cut, until all had heard all"));

  private TellConflicts() {}

  static LabTable table(List<Measured> all) {
    return new LabTable("policy", MEASURES, all.stream().map(TellConflicts::row).toList());
  }

  private static LabTable.Row row(Measured measured) {
    FillCarts.Outcome carts = measured.carts();
    boolean kept =
        CourseExample.Outcome.isEverywhere(measured.aware().shown(), CourseExample.SECOND);
    return new LabTable.Row(
        measured.variant().label(),
        List.of(
            Cell.words(shown(measured.aware().shown())).toned(kept ? Tone.GOOD : Tone.BAD),
            Cell.words(shown(measured.unaware().shown())),
            Cell.words(shown(measured.unaware().resolved())),
            Cell.count(carts.acknowledged()),
            Cell.count(carts.lost()).toned(carts.lost() == 0 ? Tone.GOOD : Tone.BAD),
            Cell.share(
                carts.acknowledged() == 0 ? 0 : (double) carts.lost() / carts.acknowledged()),
            Cell.count(carts.disagreed()).toned(carts.disagreed() == 0 ? Tone.GOOD : Tone.BAD),
            Cell.count(carts.conflictsHanded()),
            Cell.count(carts.mostValues()),
            Cell.millis(carts.heardMillis())));
  }

  /** Such as {@code 14, 10, 14}, or {@code 10|14} for a site that shows both. */
  static String shown(SortedMap<String, List<String>> values) {
    return values.values().stream()
        .map(site -> String.join("|", site))
        .collect(Collectors.joining(", "));
  }
}
