package onlyonce.cli.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A report for a terminal. */
public final class LabText {
  private static final int GAP = 2;
  private static final int WIDEST_HEADING = 40;
  private static final int WIDEST_VALUE = 32;

  private LabText() {}

  /** Verdict, hypothesis, table and notes. */
  public static String of(LabReport report) {
    Findings findings = report.findings();
    StringBuilder text = new StringBuilder(2_048);
    text.append(findings.verdict().label().toUpperCase(Locale.ROOT))
        .append("  ")
        .append(findings.conclusion())
        .append("\n\nhypothesis: ")
        .append(report.about().hypothesis())
        .append("\n\n")
        .append(table(findings.table()));
    if (!findings.notes().isEmpty()) {
      text.append('\n');
      findings.notes().forEach(note -> text.append("· ").append(note).append('\n'));
    }
    return text.toString();
  }

  private static String table(LabTable table) {
    List<List<String>> lines = table.sideBySide() ? sideBySide(table) : oneBelowTheOther(table);
    int[] widths = new int[lines.getFirst().size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
      widths[i] = Math.min(widest, i == 0 ? WIDEST_HEADING : WIDEST_VALUE);
    }
    StringBuilder text = new StringBuilder(2_048);
    lines.forEach(line -> append(text, line, widths));
    return text.toString();
  }

  /** A line whose cells may each take several lines of the terminal. */
  private static void append(StringBuilder text, List<String> line, int[] widths) {
    List<List<String>> cells = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      cells.add(wrapped(line.get(i), widths[i]));
      height = Math.max(height, cells.getLast().size());
    }
    for (int row = 0; row < height; row++) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String part = row < cells.get(i).size() ? cells.get(i).get(row) : "";
        out.append(part).append(" ".repeat(Math.max(0, widths[i] - part.length()) + GAP));
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
  }

  private static List<String> wrapped(String cell, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : cell.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<List<String>> sideBySide(LabTable table) {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    table.rows().forEach(row -> head.add(row.name()));
    lines.add(head);
    for (int i = 0; i < table.measures().size(); i++) {
      List<String> line = new ArrayList<>(List.of(table.measures().get(i).heading()));
      for (LabTable.Row row : table.rows()) {
        line.add(row.cells().get(i).text());
      }
      lines.add(line);
    }
    return lines;
  }

  private static List<List<String>> oneBelowTheOther(LabTable table) {
    List<List<String>> turned = sideBySide(table);
    return IntStream.range(0, turned.getFirst().size())
        .mapToObj(column -> turned.stream().map(line -> line.get(column)).toList())
        .toList();
  }
}
