package onlyonce.chaos.reconcile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.BadIntent;
import onlyonce.chaos.report.Blame;
import onlyonce.chaos.report.Damage;
import onlyonce.chaos.report.Damage.Harm;

/** Counts lost and doubled intents by fault, and keeps the first bad ones of each class. */
final class DamageTally {
  /** More than this of one class are counted, but not kept. */
  private static final int KEPT_OF_A_CLASS = 1_000;

  private final NameFault nameFault;
  private final List<Harm> byFault;
  private final Map<IntentClass, List<BadIntent>> kept = new EnumMap<>(IntentClass.class);
  private Harm withoutFault = Harm.NONE;

  DamageTally(List<FaultRecord> faults) {
    this.nameFault = new NameFault(faults);
    this.byFault = new ArrayList<>(Collections.nCopies(faults.size(), Harm.NONE));
  }

  void intent(Intent intent, IntentClass intentClass) {
    if (!TellStory.isBad(intentClass)) {
      return;
    }
    Optional<Blame> blame = nameFault.of(intent, intentClass);
    blame.ifPresent(found -> count(found, intentClass));
    List<BadIntent> ofClass = kept.computeIfAbsent(intentClass, key -> new ArrayList<>());
    if (ofClass.size() < KEPT_OF_A_CLASS) {
      ofClass.add(TellStory.of(intent, intentClass, blame));
    }
  }

  private void count(Blame blame, IntentClass intentClass) {
    switch (blame) {
      case Blame.OnFault on ->
          byFault.set(on.number() - 1, byFault.get(on.number() - 1).plus(intentClass));
      case Blame.OnNoFault on -> withoutFault = withoutFault.plus(intentClass);
    }
  }

  Damage damage() {
    return new Damage(kept.values().stream().flatMap(List::stream).toList(), byFault, withoutFault);
  }
}
