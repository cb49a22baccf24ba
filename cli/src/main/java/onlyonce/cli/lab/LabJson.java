package onlyonce.cli.lab;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report as {@code lab.json}. Fields may be added, never renamed. */
public final class LabJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private LabJson() {}

  /** The JSON document, indented. */
  public static String of(LabReport report) {
    ObjectNode root = MAPPER.createObjectNode();
    Findings findings = report.findings();
    root.put("name", report.about().name());
    root.put("verdict", findings.verdict().label());
    root.put("hypothesis", report.about().hypothesis());
    root.put("conclusion", findings.conclusion());
    rows(root.putArray("rows"), findings.table());
    findings.notes().forEach(root.putArray("notes")::add);
    root.put("at", report.at().toString());
    root.put("command", report.command());
    ObjectNode environment = root.putObject("environment");
    report.environment().forEach(environment::put);
    return root.toPrettyString() + "\n";
  }

  private static void rows(ArrayNode rows, LabTable table) {
    for (LabTable.Row row : table.rows()) {
      ObjectNode json = rows.addObject();
      json.put(table.rowsKey(), row.name());
      List<Cell> cells = row.cells();
      for (int i = 0; i < cells.size(); i++) {
        put(json, table.measures().get(i).key(), cells.get(i));
      }
    }
  }

  private static void put(ObjectNode json, String key, Cell cell) {
    switch (cell.value()) {
      case Cell.Words words -> json.put(key, words.text());
      case Cell.Names names -> names.names().forEach(json.putArray(key)::add);
      case Cell.Count count -> json.put(key, count.number());
      case Cell.Millis duration -> json.put(key, Math.round(duration.millis() * 1_000) / 1_000.0);
      case Cell.Decimal decimal -> json.put(key, Math.round(decimal.number() * 10_000) / 10_000.0);
      case Cell.Share share -> json.put(key, Math.round(share.share() * 10_000) / 10_000.0);
    }
  }
}
