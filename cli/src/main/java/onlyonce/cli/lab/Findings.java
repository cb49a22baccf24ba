package onlyonce.cli.lab;

import java.util.List;
import onlyonce.chaos.check.Verdict;

/**
 * What an experiment came to.
 *
 * @param verdict {@code invalid} also when the unsafe variant did not misbehave, {@code unknown}
 *     when nothing was measured
 * @param conclusion the verdict's reason, in a sentence
 * @param table what was measured, a row for each variant
 * @param figures drawn from the same measurements
 * @param notes what a reader must know to read the figures rightly
 */
public record Findings(
    Verdict verdict, String conclusion, LabTable table, List<Figure> figures, List<String> notes) {

  public Findings {
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }

  /**
   * A picture.
   *
   * @param note what it shows, in a sentence
   * @param svg markup of ours, whatever came from outside escaped
   */
  public record Figure(String title, String note, String svg) {}
}
