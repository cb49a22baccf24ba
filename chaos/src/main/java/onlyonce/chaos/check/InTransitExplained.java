package onlyonce.chaos.check;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onlyonce.chaos.history.AccountRow;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.intent.IntentKind;

/** What the in-transit accounts hold is exactly what open sagas credited and did not settle. */
public final class InTransitExplained implements Check {
  private final Offenders offenders = new Offenders();
  private final Map<String, Long> found = new TreeMap<>();
  private final Map<String, Long> explained = new TreeMap<>();

  @Override
  public void account(ReplayedPartition partition, AccountRow row) {
    if (row.account().startsWith("~in-transit:")) {
      found.merge(row.currency(), row.postedMinor(), Long::sum);
    }
  }

  @Override
  public void intent(Intent intent, IntentClass intentClass) {
    long left = intent.debitedMinor() - intent.creditedMinor();
    if (intent.wish().kind() != IntentKind.SAGA || left == 0) {
      return;
    }
    if (intent.end().isPresent()) {
      offenders.add(
          "transfer %s ended %s and left %+,d %s in transit"
              .formatted(intent.id(), intent.end().get().label(), left, intent.wish().currency()));
    } else {
      explained.merge(intent.wish().currency(), left, Long::sum);
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    circumstances
        .strays()
        .forEach(
            (id, stray) -> {
              if (stray.leftInTransitMinor() != 0 && !circumstances.results().has(id)) {
                explained.merge(stray.currency(), stray.leftInTransitMinor(), Long::sum);
              }
            });
    TreeSet<String> currencies = new TreeSet<>(found.keySet());
    currencies.addAll(explained.keySet());
    for (String currency : currencies) {
      long there = found.getOrDefault(currency, 0L);
      long open = explained.getOrDefault(currency, 0L);
      if (there != open) {
        offenders.add(
            "%+,d %s are in transit, but open sagas explain %+,d".formatted(there, currency, open));
      }
    }
    return offenders.result(
        "in-transit-explained",
        Verdict.INVALID,
        found.isEmpty()
            ? "nothing was ever in transit"
            : "in transit, all explained by open sagas: "
                + found.entrySet().stream()
                    .map(e -> "%,d %s".formatted(e.getValue(), e.getKey()))
                    .collect(Collectors.joining(", ")));
  }
}
