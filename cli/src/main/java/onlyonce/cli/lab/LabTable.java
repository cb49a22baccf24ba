package onlyonce.cli.lab;

import java.util.List;

/**
 * What was measured: a row for each variant, a cell for each measure.
 *
 * @param rowsKey the name of a row's name in JSON, such as {@code variant}
 */
public record LabTable(String rowsKey, List<Measure> measures, List<Row> rows) {

  /**
   * One thing that is measured of every variant.
   *
   * @param key in JSON; a duration's ends with {@code _ms}
   * @param heading for people
   */
  public record Measure(String key, String heading) {}

  /** One variant and what was measured of it, in the order of the measures. */
  public record Row(String name, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  public LabTable {
    measures = List.copyOf(measures);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != measures.size()) {
        throw new IllegalArgumentException(
            "\"%s\" has %d cells for %d measures"
                .formatted(row.name(), row.cells().size(), measures.size()));
      }
    }
  }

  /**
   * Whether people read it more easily with a column for each variant: few variants, many measures.
   */
  boolean sideBySide() {
    return rows.size() < measures.size();
  }
}
