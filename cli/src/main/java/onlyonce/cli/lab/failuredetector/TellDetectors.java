package onlyonce.cli.lab.failuredetector;

import java.util.List;
import onlyonce.cli.lab.Cell;
import onlyonce.cli.lab.Cell.Tone;
import onlyonce.cli.lab.LabTable;
import onlyonce.cli.lab.LabTable.Measure;

/** What was measured as a table. */
final class TellDetectors {
  private static final List<Measure> MEASURES =
      List.of(
          new Measure("kills", "kills"),
          new Measure("missed", "missed"),
          new Measure("late", "too late"),
          new Measure("detection_median_ms", "detected after, median"),
          new Measure("detection_max_ms", "at most"),
          new Measure("pauses", "pauses"),
          new Measure("pauses_suspected", "taken for death"),
          new Measure("longest_trusted_ms", "longest one borne"),
          new Measure("out_of_the_blue", "other mistakes"),
          new Measure("mistaken_ms", "mistaken for"));

  private TellDetectors() {}

  static LabTable table(List<Score> scores) {
    return new LabTable("detector", MEASURES, scores.stream().map(TellDetectors::row).toList());
  }

  private static LabTable.Row row(Score score) {
    return new LabTable.Row(
        score.settings().label(),
        List.of(
            Cell.count(score.kills()),
            marked(score.missed()),
            marked(score.late()),
            Cell.millis(score.medianMillis()),
            Cell.millis(score.longestMillis())
                .toned(score.longestMillis() > Score.IN_TIME_MILLIS ? Tone.BAD : Tone.PLAIN),
            Cell.count(score.pauses()),
            marked(score.pausesSuspected()),
            Cell.millis(score.longestTrustedMillis()),
            marked(score.outOfTheBlue()),
            Cell.millis(score.mistakenMillis())));
  }

  private static Cell marked(int count) {
    return Cell.count(count).toned(count == 0 ? Tone.GOOD : Tone.BAD);
  }
}
