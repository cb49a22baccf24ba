package onlyonce.cli.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A report for a terminal. */
public final class LabText {
  private static final int GAP = 2;
  private static final int WIDEST_HEADING = 42;
  private static final int WIDEST_VALUE = 30;

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
    Column[] columns = new Column[lines.getFirst().size()];
    for (int i = 0; i < columns.length; i++) {
      int column = i;
      int widest = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
      int bound = i == 0 ? WIDEST_HEADING : WIDEST_VALUE;
      columns[i] = new Column(Math.min(widest, bound) + GAP, 0, Overflow.WRAP);
    }
    TextTable text = TextTable.forColumns(new ColorScheme.Builder(Ansi.OFF).build(), columns);
    lines.forEach(line -> text.addRowValues(line.toArray(String[]::new)));
    return text.toString();
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
