package onlyonce.chaos.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Damage;
import onlyonce.chaos.report.Html;
import onlyonce.chaos.report.Money;
import onlyonce.chaos.report.Page;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportText;

/** A comparison as one self-contained page that links to each run's own report beside it. */
final class CompareHtml {
  private static final char NO_BREAK = '\u00a0';

  private final Comparison comparison;
  private final Html html = new Html();

  private CompareHtml(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The whole document. */
  static String of(Comparison comparison) {
    return new CompareHtml(comparison).write();
  }

  private String write() {
    Page.begin(html, "the semantics compared", style());
    hero();
    html.raw("<div class=\"sides\">");
    comparison.runs().forEach(this::side);
    html.raw("</div>\n");
    figures();
    faults();
    origin();
    Page.end(html);
    return html.toString();
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(
            CompareHtml.class.getResourceAsStream("compare.css"), "compare.css is in the jar")) {
      return new String(css.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("compare.css cannot be read", e);
    }
  }

  private void hero() {
    html.raw("<header class=\"hero " + comparison.verdict().label() + "\"><p class=\"kicker\">")
        .text("The same payments, the same faults, " + inWords(comparison.runs().size()))
        .raw(comparison.runs().size() == 1 ? " promise" : " promises")
        .raw("</p><h1>")
        .text(sentence())
        .raw("</h1><p class=\"meta\">")
        .text(
            "plan %s · seed %d · %s UTC"
                .formatted(
                    comparison.plan(),
                    comparison.seed(),
                    comparison
                        .at()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "")))
        .raw("</p></header>\n");
  }

  private String sentence() {
    return comparison.verdict() == Verdict.VALID && comparison.runs().size() == 3
        ? "One loses. One doubles. One does neither."
        : CompareText.headline(comparison);
  }

  private static String inWords(int number) {
    List<String> words = List.of("no", "one", "two", "three");
    return number < words.size() ? words.get(number) : Integer.toString(number);
  }

  private void side(Comparison.Run run) {
    Report report = run.report();
    html.raw("<article class=\"side %s\"><h2>".formatted(run.name()))
        .text(run.name().replace('-', ' '))
        .raw("</h2><p class=\"motto\">")
        .text(motto(report))
        .raw("</p><div class=\"big\">");
    big(report.count(IntentClass.LOST), "lost");
    big(report.count(IntentClass.DUPLICATED), "doubled");
    html.raw("</div><p class=\"plain\">").text(plainly(report)).raw("</p><p class=\"says how\">");
    html.text(how(report)).raw("</p>");
    bar(report);
    html.raw("<p class=\"named\"><span class=\"mark ")
        .raw(run.behaviour().verdict().label())
        .raw("\">")
        .text(
            switch (run.behaviour()) {
              case Behaviour.AsNamed _ -> "as its name says";
              case Behaviour.NotAsNamed _ -> "not as its name says";
              case Behaviour.CannotTell _ -> "cannot be told";
            })
        .raw("</span> <a href=\"%s/report.html\">its report</a></p>".formatted(run.name()));
    if (!(run.behaviour() instanceof Behaviour.AsNamed)) {
      html.raw("<p class=\"says\">").text(run.behaviour().why()).raw("</p>");
    }
    html.raw("</article>");
  }

  private void big(long count, String what) {
    html.raw(count == 0 ? "<div class=\"none\"><b>" : "<div class=\"harm\"><b>")
        .number(count)
        .raw("</b><span>")
        .text(what)
        .raw("</span></div>");
  }

  private static String motto(Report report) {
    return switch (report.run().semantics()) {
      case AT_MOST_ONCE -> "Send it and hope.";
      case AT_LEAST_ONCE -> "Retry until it is acknowledged.";
      case EXACTLY_ONCE -> "Retry and remember.";
    };
  }

  private static String how(Report report) {
    return switch (report.run().semantics()) {
      case AT_MOST_ONCE ->
          "The client asks for no acknowledgement; the processor commits its offset, then works.";
      case AT_LEAST_ONCE -> "The client retries; the processor works, then commits its offset.";
      case EXACTLY_ONCE ->
          "The client retries under one id; id, offset and money change in one transaction.";
    };
  }

  private static String plainly(Report report) {
    long lost = report.count(IntentClass.LOST);
    long doubled = report.count(IntentClass.DUPLICATED);
    if (lost == 0 && doubled == 0) {
      return "Alice paid once, Bob was paid once: of %,d intents none vanished, none was done twice."
          .formatted(Figure.sent(report));
    }
    StringBuilder words = new StringBuilder();
    if (lost > 0) {
      words.append("Bob waited in vain: %s never arrived.".formatted(payments(lost)));
    }
    if (doubled > 0) {
      words.append(words.isEmpty() ? "" : " ");
      words.append("Paid twice: %s took effect more than once.".formatted(payments(doubled)));
    }
    money(words, report, "Bob got %s too much.", Money::createdMinor);
    money(words, report, "Alice was charged %s too much.", Money::destroyedMinor);
    return words.toString();
  }

  private static void money(
      StringBuilder words, Report report, String sentence, ToLongFunction<Money> harm) {
    List<String> sums =
        report.money().entrySet().stream()
            .filter(entry -> harm.applyAsLong(entry.getValue()) != 0)
            .map(entry -> Figure.amount(entry.getKey(), harm.applyAsLong(entry.getValue())))
            .map(amount -> amount.replace(' ', NO_BREAK))
            .toList();
    if (!sums.isEmpty()) {
      words.append(' ').append(sentence.replace("%s", String.join(" and ", sums)));
    }
  }

  private static String payments(long count) {
    return count == 1 ? "1 payment" : "%,d payments".formatted(count);
  }

  private void bar(Report report) {
    html.raw("<div class=\"bar\">");
    for (Map.Entry<IntentClass, Long> entry : report.classes().entrySet()) {
      if (entry.getValue() > 0) {
        String label = entry.getKey().label();
        html.raw(
            "<i style=\"flex:%d 0 0;background:var(--%s)\" title=\"%s: %,d\"></i>"
                .formatted(entry.getValue(), label, label, entry.getValue()));
      }
    }
    html.raw("</div>");
  }

  private void figures() {
    Page.section(html, "Side by side", "money from postings: what nobody intended");
    html.raw("<table class=\"figures\"><tr><th>");
    comparison
        .runs()
        .forEach(run -> html.raw("<th class=\"n\">").text(run.name().replace('-', ' ')));
    html.raw("</tr>");
    for (Figure figure : Figure.of(comparison)) {
      html.raw("<tr><td class=\"name\">").text(figure.name());
      for (int run = 0; run < figure.texts().size(); run++) {
        String tone = figure.isHarm(run) ? " alarm" : figure.values().get(run) == 0 ? " zero" : "";
        html.raw("<td class=\"n%s\">".formatted(tone)).text(figure.texts().get(run));
      }
      html.raw("</tr>");
    }
    html.raw("</table></section>\n");
  }

  private void faults() {
    Page.section(
        html, "The faults that each met", "one plan, drawn from one seed; what was seen of each");
    html.raw("<div class=\"sides faults\">");
    for (Comparison.Run run : comparison.runs()) {
      html.raw("<div><h3>").text(run.name().replace('-', ' ')).raw("</h3>");
      int number = 0;
      for (FaultRecord fault : run.report().run().faults()) {
        fault(++number, fault, run.report().damage().at(number - 1));
      }
      if (number == 0) {
        html.raw("<p class=\"says\">none</p>");
      }
      html.raw("</div>");
    }
    html.raw("</div></section>\n");
  }

  private void fault(int number, FaultRecord fault, Damage.Harm harm) {
    html.raw("<div class=\"met\"><p><span class=\"no\">%d</span> <b>".formatted(number))
        .text(fault.kind() + " " + fault.target())
        .raw("</b> <span class=\"says\">")
        .text(ReportText.lasted(fault))
        .raw("</span>");
    if (harm.lost() > 0) {
      html.raw(" <span class=\"alarm\">").number(harm.lost()).raw(" lost</span>");
    }
    if (harm.duplicated() > 0) {
      html.raw(" <span class=\"alarm\">").number(harm.duplicated()).raw(" doubled</span>");
    }
    if (!fault.bit()) {
      html.raw(" <span class=\"mark unknown\">hit nothing</span>");
    }
    html.raw("</p><p class=\"says\">").text(fault.observed()).raw("</p></div>");
  }

  private void origin() {
    Page.section(html, "Repeat it", "a cluster of its own for each, one after the other");
    html.raw("<pre><code>").text(comparison.command()).raw("</code></pre><p class=\"says\">");
    List<String> facts =
        comparison.runs().getFirst().report().run().environment().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList();
    html.text(String.join(" · ", facts)).raw("</p></section>\n");
  }
}
