package onlyonce.chaos.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.LeftOut;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.intent.IntentClass;

/** A report as one self-contained page: no network, no script, light and dark. */
public final class ReportHtml {
  private static final int BAD_OF_EACH_CLASS = 10;

  private final Report report;
  private final Path history;
  private final Html html = new Html();

  private ReportHtml(Report report, Path history) {
    this.report = report;
    this.history = history;
  }

  /**
   * The whole document.
   *
   * @param history the file that tells more of every intent
   */
  public static String of(Report report, Path history) {
    return new ReportHtml(report, history).write();
  }

  private String write() {
    Page.begin(html, report.verdict().label(), "");
    banner();
    facts();
    classes();
    money();
    FaultsHtml.write(html, report);
    checks();
    badIntents();
    sources();
    Page.end(html);
    return html.toString();
  }

  private void banner() {
    String verdict = report.verdict().label();
    html.raw("<header class=\"verdict " + verdict + "\"><h1>")
        .text(verdict)
        .raw("</h1><p>")
        .text(ReportText.headline(report))
        .raw("</p><p class=\"meta\">")
        .text(
            "%s · seed %d · %s UTC"
                .formatted(
                    report.run().semantics().label(),
                    report.run().seed(),
                    report
                        .at()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "")))
        .raw("</p></header>\n");
  }

  private void facts() {
    html.raw("<div class=\"facts\">");
    fact(report.intents(), "intents");
    fact(report.sagas(), "sagas");
    fact(report.run().faults().size(), "faults");
    fact(report.commandsPerSecond(), "commands/s");
    fact(report.latency().p50(), "ms median latency");
    fact(report.latency().p99(), "ms latency at p99");
    html.raw("</div>\n");
  }

  private void fact(long number, String what) {
    html.raw("<div class=\"fact\"><b>")
        .number(number)
        .raw("</b><span>")
        .text(what)
        .raw("</span></div>");
  }

  private void badIntents() {
    if (report.badIntents().isEmpty()) {
      return;
    }
    Page.section(html, "First bad intents", "each id leads to its whole story");
    for (BadIntent bad : report.damage().first(BAD_OF_EACH_CLASS)) {
      html.raw("<div class=\"bad\"><p><span class=\"mark invalid\">")
          .text(bad.intentClass().label())
          .raw("</span> <code>")
          .text(bad.id().toString())
          .raw("</code></p><p>")
          .text(bad.story())
          .raw("</p><p class=\"says\">")
          .text(bad.blame().map(blame -> blame.text() + " · ").orElse("") + bad.remedy())
          .raw("</p><pre><code>")
          .text(ReportText.trace(bad.id(), history))
          .raw("</code></pre></div>");
    }
    html.raw("</section>\n");
  }

  private void classes() {
    Page.section(html, "What became of every intent", "each is in exactly one class");
    html.raw("<div class=\"bar\">");
    for (Map.Entry<IntentClass, Long> entry : report.classes().entrySet()) {
      if (entry.getValue() > 0) {
        html.raw(
            "<i style=\"flex:%d 0 0;background:var(--%s)\" title=\"%s\"></i>"
                .formatted(entry.getValue(), entry.getKey().label(), entry.getKey().label()));
      }
    }
    html.raw(
        "</div><table><tr><th>class<th class=\"n\">intents<th class=\"n\">share<th"
            + " class=\"wide\">means</tr>");
    for (Map.Entry<IntentClass, Long> entry : report.classes().entrySet()) {
      long count = entry.getValue();
      boolean alarm = count > 0 && isAlarming(entry.getKey());
      String tone = alarm ? " alarm" : count == 0 ? " zero" : "";
      html.raw("<tr><td class=\"name%s\">".formatted(tone))
          .raw(
              "<span class=\"swatch\" style=\"background:var(--%s)\"></span>"
                  .formatted(entry.getKey().label()))
          .text(entry.getKey().label().replace('_', ' '))
          .raw("<td class=\"n%s\">".formatted(tone))
          .number(count)
          .raw("<td class=\"n%s\">%s".formatted(tone, share(count)))
          .raw("<td class=\"says wide\">")
          .text(meaning(entry.getKey()))
          .raw("</tr>");
    }
    html.raw("<tr class=\"total\"><td>intents<td class=\"n\">")
        .number(report.intents())
        .raw("<td><td class=\"wide\"></tr></table>");
    html.raw("</section>\n");
  }

  private static boolean isAlarming(IntentClass intentClass) {
    return switch (intentClass) {
      case LOST, DUPLICATED, STUCK -> true;
      case APPLIED, REJECTED, EXPIRED, CONFLICTED, DEAD_LETTERED, UNSENT -> false;
    };
  }

  private String share(long count) {
    if (count == 0 || report.intents() == 0) {
      return "";
    }
    double percent = 100.0 * count / report.intents();
    return percent < 0.01 ? "&lt; 0.01 %" : String.format(Locale.ROOT, "%.2f %%", percent);
  }

  private static String meaning(IntentClass intentClass) {
    return switch (intentClass) {
      case APPLIED -> "took effect exactly once, and the client was told";
      case REJECTED -> "refused by the ledger’s rules; nothing moved";
      case EXPIRED -> "older than the dedup window: not judged";
      case CONFLICTED -> "its id was taken by other content";
      case DEAD_LETTERED -> "could not be read or judged";
      case UNSENT -> "neither acknowledged nor handed over, and not in the log";
      case LOST -> "acknowledged, handed over or in the log, and without its effect";
      case DUPLICATED -> "took effect more than once";
      case STUCK -> "in the log, and without an end";
    };
  }

  private void money() {
    Page.section(html, "Money", "minor units, from postings");
    html.raw(
        "<table><tr><th>currency<th class=\"n\">created<th class=\"n\">destroyed<th class=\"n\">in"
            + " transit</tr>");
    for (Map.Entry<String, Money> entry : report.money().entrySet()) {
      html.raw("<tr><td class=\"name\">").text(entry.getKey());
      html.harm(entry.getValue().createdMinor());
      html.harm(entry.getValue().destroyedMinor());
      html.harm(entry.getValue().inTransitMinor());
      html.raw("</tr>");
    }
    html.raw("</table>");
    if (report.money().isEmpty()) {
      html.raw("<p class=\"says\">No money moved.</p>");
    }
    html.raw("</section>\n");
  }

  private void checks() {
    long valid = report.checks().stream().filter(check -> check.verdict() == Verdict.VALID).count();
    Page.section(html, "Checks", "%d of %d valid".formatted(valid, report.checks().size()));
    html.raw("<table><tr><th>verdict<th>check<th>evidence</tr>");
    report.checks().stream()
        .sorted((a, b) -> b.verdict().compareTo(a.verdict()))
        .forEach(this::check);
    for (LeftOut check : report.judgement().leftOut()) {
      html.raw("<tr><td>left out<td class=\"name\">")
          .text(check.name().replace('-', ' '))
          .raw("<td class=\"says\">")
          .text(check.why())
          .raw("</tr>");
    }
    html.raw("</table></section>\n");
  }

  private void check(CheckResult check) {
    String verdict = check.verdict().label();
    html.raw("<tr><td><span class=\"mark " + verdict + "\">" + verdict + "</span>")
        .raw("<td class=\"name\">")
        .text(check.name().replace('-', ' '));
    if (check.verdict() == Verdict.VALID) {
      html.raw("<td class=\"says\">").text(check.detail());
    } else {
      html.raw("<td class=\"says bad\"><ul>");
      for (String offender : check.findings()) {
        html.raw("<li>").text(offender);
      }
      html.raw("</ul>");
    }
    html.raw("</tr>");
  }

  private void sources() {
    html.raw("<div class=\"columns\">");
    Page.section(html, "Input", "");
    html.raw("<dl>");
    entry("lines", report.input().lines());
    entry("intents", report.input().intents());
    entry("re-sent", report.input().resent());
    entry("conflicting", report.input().conflicting());
    entry("malformed", report.input().malformed());
    entry("suppressed", report.input().suppressed());
    entry("own dead letters", report.deadLetters().own());
    entry("foreign dead letters", report.deadLetters().foreign());
    entry("unexpected effects", report.unexpected());
    html.raw("</dl></section>");
    Page.section(html, "Environment", "");
    html.raw("<dl>");
    report.run().environment().forEach(this::entry);
    entry("latency max", "%,d ms".formatted(report.latency().max()));
    entry("longest gap", ReportText.gapText(report));
    entry("made at", report.at().truncatedTo(ChronoUnit.SECONDS));
    html.raw("</dl></section></div>\n");
    if (!report.run().command().isEmpty()) {
      Page.section(html, "Repeat this run", "");
      html.raw("<pre><code>").text(report.run().command()).raw("</code></pre></section>\n");
    }
  }

  private void entry(String name, long value) {
    entry(name, "%,d".formatted(value));
  }

  private void entry(String name, Instant value) {
    entry(name, value.toString());
  }

  private void entry(String name, String value) {
    html.raw("<dt>").text(name).raw("<dd>").text(value);
  }
}
