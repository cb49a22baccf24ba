package onlyonce.chaos.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import onlyonce.chaos.intent.IntentClass;

/**
 * What was lost, doubled or stuck, and which faults it lies at.
 *
 * @param badIntents at most a bounded number of each class
 * @param byFault how many intents were harmed at each of the run's faults, in their order
 * @param withoutFault how many were harmed at none of them
 */
public record Damage(List<BadIntent> badIntents, List<Harm> byFault, Harm withoutFault) {

  public Damage {
    badIntents = List.copyOf(badIntents);
    byFault = List.copyOf(byFault);
  }

  /** How many intents were lost, and how many doubled. */
  public record Harm(long lost, long duplicated) {
    /** None. */
    public static final Harm NONE = new Harm(0, 0);

    /** One intent more. */
    public Harm plus(IntentClass intentClass) {
      return switch (intentClass) {
        case LOST -> new Harm(lost + 1, duplicated);
        case DUPLICATED -> new Harm(lost, duplicated + 1);
        case APPLIED, REJECTED, EXPIRED, CONFLICTED, DEAD_LETTERED, UNSENT, STUCK -> this;
      };
    }

    /** Whether there is any. */
    public boolean any() {
      return lost > 0 || duplicated > 0;
    }

    String text() {
      return "%,d lost, %,d duplicated".formatted(lost, duplicated);
    }
  }

  /** The harm at a fault. */
  public Harm at(int index) {
    return index < byFault.size() ? byFault.get(index) : Harm.NONE;
  }

  /** Whether anything at all was lost or doubled. */
  boolean any() {
    return withoutFault.any() || byFault.stream().anyMatch(Harm::any);
  }

  /** The first few bad intents of each class. */
  List<BadIntent> first(int ofEach) {
    Map<IntentClass, Integer> taken = new EnumMap<>(IntentClass.class);
    List<BadIntent> first = new ArrayList<>();
    for (BadIntent bad : badIntents) {
      if (taken.merge(bad.intentClass(), 1, Integer::sum) <= ofEach) {
        first.add(bad);
      }
    }
    return first;
  }
}
