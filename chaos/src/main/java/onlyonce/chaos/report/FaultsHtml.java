package onlyonce.chaos.report;

import java.util.List;
import onlyonce.chaos.fault.FaultRecord;

/** A report's faults: where they lie on the timeline, what was seen of each, and who felt it. */
final class FaultsHtml {
  private final Html html;
  private final Report report;
  private final List<FaultRecord> faults;

  private FaultsHtml(Html html, Report report) {
    this.html = html;
    this.report = report;
    this.faults = report.run().faults();
  }

  static void write(Html html, Report report) {
    new FaultsHtml(html, report).section();
  }

  private void section() {
    if (faults.isEmpty() && report.timeline().isEmpty()) {
      return;
    }
    Page.section(
        html,
        faults.isEmpty() ? "The run" : "Faults",
        faults.isEmpty() ? "no faults were planned" : "as they were observed");
    if (!report.timeline().isEmpty()) {
      html.raw("<div class=\"chart\">");
      new RunTimeline(report.timeline(), faults).writeTo(html);
      html.raw("</div>");
    }
    if (!faults.isEmpty()) {
      table();
    }
    html.raw("</section>\n");
  }

  private void table() {
    boolean harm = report.damage().any();
    html.raw(
        "<table><tr><th><th>fault<th class=\"n\">lasted<th class=\"n\">felt for<th class=\"n\">open"
            + " then"
            + (harm ? "<th class=\"n\">lost<th class=\"n\">doubled" : "")
            + "<th>observed</tr>");
    List<Recovery> recoveries = Recovery.of(faults, report.timeline());
    for (int i = 0; i < faults.size(); i++) {
      row(i, faults.get(i), recoveries.get(i));
    }
    if (harm) {
      html.raw("<tr><td><td class=\"name\">no fault<td><td><td>");
      harm(report.damage().withoutFault());
      html.raw("<td class=\"says\">none lasted or began at that time</tr>");
    }
    html.raw("</table><p class=\"says note\">")
        .text(
            "Felt for: from the injection until no transfer took longer than a second, and three"
                + " times the usual, before the next fault.")
        .raw("</p>");
  }

  private void row(int index, FaultRecord fault, Recovery recovery) {
    html.raw("<tr><td><span class=\"no\">%d</span>".formatted(index + 1))
        .raw("<td class=\"name\">")
        .text(fault.kind() + " " + fault.target())
        .raw("<td class=\"n\">")
        .text(ReportText.lasted(fault))
        .raw("<td class=\"n\">")
        .text(recovery.text())
        .raw("<td class=\"n\">")
        .number(fault.openCommands());
    if (report.damage().any()) {
      harm(report.damage().at(index));
    }
    html.raw("<td class=\"says\">");
    if (!fault.bit()) {
      html.raw("<span class=\"mark unknown\">hit nothing</span> ");
    }
    html.text(fault.observed()).raw("</tr>");
  }

  private void harm(Damage.Harm harm) {
    html.harm(harm.lost()).harm(harm.duplicated());
  }
}
