package onlyonce.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of text in columns as wide as they must be; numbers to the right. */
final class TextRows {
  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  TextRows(String... headings) {
    rows.add(List.of(headings));
    right = new boolean[headings.length];
  }

  /** A cell for each heading; a column with numbers has nothing else. */
  TextRows add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      right[i] |= cells[i] instanceof Number;
      row.add(
          cells[i] instanceof Number number
              ? String.format(Locale.ROOT, "%,d", number.longValue())
              : cells[i].toString());
    }
    rows.add(row);
    return this;
  }

  @Override
  public String toString() {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length()));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i > 0 ? "  " : "").append(right[i] ? pad + row.get(i) : row.get(i) + pad);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
