package onlyonce.chaos.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import onlyonce.chaos.fault.FaultRecord;
import onlyonce.chaos.intent.Intent;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Blame;

/**
 * Names the fault that an intent was lost or doubled at, by times alone: for a doubled one the last
 * fault that began before its last doubled trace; for a lost one the nearest fault that lasted when
 * its command was appended or due, or began within a few seconds after that.
 */
final class NameFault {
  /** How long a command may have waited for the processor that lost it. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final List<FaultRecord> faults;

  NameFault(List<FaultRecord> faults) {
    this.faults = List.copyOf(faults);
  }

  /** Empty for an intent that is neither lost nor duplicated. */
  Optional<Blame> of(Intent intent, IntentClass intentClass) {
    return switch (intentClass) {
      case DUPLICATED -> Optional.of(duplicated(intent));
      case LOST -> Optional.of(lost(intent));
      case APPLIED, REJECTED, EXPIRED, CONFLICTED, DEAD_LETTERED, UNSENT, STUCK -> Optional.empty();
    };
  }

  private Blame duplicated(Intent intent) {
    boolean repeated = intent.repeatedAtMillis() > 0;
    if (repeated && intent.wasResent()) {
      return new Blame.OnNoFault("its client sent it again on purpose");
    }
    long millis = repeated ? intent.repeatedAtMillis() : intent.moneyAnsweredAtMillis();
    if (millis == 0) {
      return new Blame.OnNoFault("neither a second record nor an answer tells when");
    }
    Instant trace = Instant.ofEpochMilli(millis);
    int last = -1;
    for (int i = 0; i < faults.size(); i++) {
      boolean before = wasInjected(faults.get(i)) && !faults.get(i).at().isAfter(trace);
      if (before && (last < 0 || faults.get(i).at().isAfter(faults.get(last).at()))) {
        last = i;
      }
    }
    return last < 0
        ? new Blame.OnNoFault("none had begun by " + trace)
        : new Blame.OnFault(last + 1, faults.get(last), trace);
  }

  private Blame lost(Intent intent) {
    Instant trace =
        Instant.ofEpochMilli(
            intent.missingSinceMillis() > 0 ? intent.missingSinceMillis() : intent.dueMillis());
    int nearest = -1;
    for (int i = 0; i < faults.size(); i++) {
      if (wasInjected(faults.get(i))
          && coversOrFollows(faults.get(i), trace)
          && (nearest < 0
              || distance(faults.get(i), trace).compareTo(distance(faults.get(nearest), trace))
                  < 0)) {
        nearest = i;
      }
    }
    return nearest < 0
        ? new Blame.OnNoFault(
            "none lasted at %s or began within %d s after".formatted(trace, SOON.toSeconds()))
        : new Blame.OnFault(nearest + 1, faults.get(nearest), trace);
  }

  private static boolean coversOrFollows(FaultRecord fault, Instant trace) {
    return !fault.at().isAfter(trace.plus(SOON))
        && fault.healedAt().filter(healed -> healed.isBefore(trace)).isEmpty();
  }

  private static Duration distance(FaultRecord fault, Instant trace) {
    return Duration.between(fault.at(), trace).abs();
  }

  /** A fault that found nothing to hit is recorded as healed when it began, and harms nobody. */
  private static boolean wasInjected(FaultRecord fault) {
    return fault.bit() || !fault.healedAt().equals(Optional.of(fault.at()));
  }
}
