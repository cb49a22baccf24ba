package onlyonce.chaos.compare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Money;
import onlyonce.chaos.report.Report;

/**
 * One row of a comparison.
 *
 * @param harm whether anything above zero is harm
 * @param values of each run, as numbers, to tell which are zero
 * @param texts of each run, as they are shown
 */
record Figure(String name, Harm harm, List<Long> values, List<String> texts) {

  /** What a value above zero is. */
  enum Harm {
    NONE,
    ABOVE_ZERO
  }

  static List<Figure> of(Comparison comparison) {
    List<Report> reports = comparison.runs().stream().map(Comparison.Run::report).toList();
    List<Figure> figures = new ArrayList<>();
    figures.add(count("intents sent", Harm.NONE, reports, Figure::sent));
    figures.add(count("applied", Harm.NONE, reports, r -> r.count(IntentClass.APPLIED)));
    figures.add(count("rejected", Harm.NONE, reports, r -> r.count(IntentClass.REJECTED)));
    figures.add(count("lost", Harm.ABOVE_ZERO, reports, r -> r.count(IntentClass.LOST)));
    figures.add(count("doubled", Harm.ABOVE_ZERO, reports, r -> r.count(IntentClass.DUPLICATED)));
    figures.add(count("stuck", Harm.ABOVE_ZERO, reports, r -> r.count(IntentClass.STUCK)));
    TreeSet<String> currencies = new TreeSet<>();
    reports.forEach(report -> currencies.addAll(report.money().keySet()));
    for (String currency : currencies) {
      figures.add(money("created", currency, reports, Money::createdMinor));
      figures.add(money("destroyed", currency, reports, Money::destroyedMinor));
    }
    figures.add(count("ledger commands a second", Harm.NONE, reports, Report::commandsPerSecond));
    figures.add(count("latency p50, ms", Harm.NONE, reports, r -> r.latency().p50()));
    figures.add(count("latency p99, ms", Harm.NONE, reports, r -> r.latency().p99()));
    figures.add(count("faults", Harm.NONE, reports, r -> r.run().faults().size()));
    return figures;
  }

  /** Whether a run's value is one that nobody wants. */
  boolean isHarm(int run) {
    return harm == Harm.ABOVE_ZERO && values.get(run) != 0;
  }

  static long sent(Report report) {
    return report.intents() - report.count(IntentClass.UNSENT);
  }

  /** An amount as people write it, such as {@code EUR 1,234.50}; minor units if unknown. */
  static String amount(String currency, long minor) {
    int digits =
        Currency.getAvailableCurrencies().stream()
            .filter(known -> known.getCurrencyCode().equals(currency))
            .mapToInt(Currency::getDefaultFractionDigits)
            .filter(known -> known >= 0)
            .findFirst()
            .orElse(0);
    return currency + " " + ("%,." + digits + "f").formatted(BigDecimal.valueOf(minor, digits));
  }

  private static Figure count(
      String name, Harm harm, List<Report> reports, ToLongFunction<Report> value) {
    List<Long> values = reports.stream().map(value::applyAsLong).toList();
    return new Figure(name, harm, values, values.stream().map("%,d"::formatted).toList());
  }

  private static Figure money(
      String what, String currency, List<Report> reports, ToLongFunction<Money> value) {
    List<Long> values =
        reports.stream()
            .map(r -> value.applyAsLong(r.money().getOrDefault(currency, new Money(0, 0, 0))))
            .toList();
    return new Figure(
        "money " + what + ", " + currency,
        Harm.ABOVE_ZERO,
        values,
        values.stream().map(minor -> amount(currency, minor)).toList());
  }
}
