package onlyonce.chaos.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import onlyonce.localcluster.process.LocalClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Injects one fault, watches for its effect, heals it, and records what was seen. Whatever is
 * wounded is healed, also when the effect never showed or the thread was interrupted.
 */
public final class InflictFault {
  private static final Logger LOG = LoggerFactory.getLogger(InflictFault.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Clock clock;
  private final LongSupplier openCommands;
  private final Times times;

  /**
   * @param patience how long to wait for an open command before giving up
   * @param hold how long the wound stays at least
   * @param observeWithin how long the effect may take to show
   */
  public record Times(Duration patience, Duration hold, Duration observeWithin) {
    /** For a local cluster that is set for quick recovery; a slow machine still takes its time. */
    public static final Times QUICK =
        new Times(Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(60));
  }

  /**
   * @param openCommands how many of the clients' commands are open now
   */
  public InflictFault(Clock clock, LongSupplier openCommands, Times times) {
    this.clock = clock;
    this.openCommands = openCommands;
    this.times = times;
  }

  /**
   * Runs the fault from injection to healing.
   *
   * @throws InterruptedException when interrupted; what was wounded is healed by then
   */
  public FaultRecord inflict(Fault fault) throws InterruptedException {
    boolean open =
        look(
                times.patience(),
                () -> openCommands.getAsLong() > 0 ? Optional.of("") : Optional.empty())
            .isPresent();
    Instant at = clock.instant();
    long commands = openCommands.getAsLong();
    if (!open) {
      return missed(fault, at, 0, "no command was open, so it was not injected");
    }
    try {
      Wound wound = fault.inject();
      LOG.info("{} {}: {}", fault.kind(), wound.target(), wound.struck());
      return watch(fault, wound, at, Math.max(1, commands));
    } catch (FaultMissedException | LocalClusterException e) {
      return missed(fault, at, commands, String.valueOf(e.getMessage()));
    }
  }

  private FaultRecord missed(Fault fault, Instant at, long commands, String why) {
    LOG.warn("{} of {} hit nothing: {}", fault.kind(), fault.aim(), why);
    return new FaultRecord(fault.kind(), fault.aim(), at, Optional.of(at), why, false, commands);
  }

  private FaultRecord watch(Fault fault, Wound wound, Instant at, long commands)
      throws InterruptedException {
    StringJoiner seen = new StringJoiner("; ");
    seen.add(wound.struck());
    Optional<String> effect = Optional.empty();
    Optional<String> mended;
    Optional<Instant> healedAt = Optional.empty();
    Optional<String> broken = Optional.empty();
    try {
      effect = look(times.observeWithin(), wound::observe);
      hold(at, fault.lasting());
    } finally {
      seen.add(
          effect.orElse("no effect was seen within " + times.observeWithin().toSeconds() + " s"));
      Optional<String> found = Optional.empty();
      try {
        found = heal(wound, seen);
      } catch (PromiseBrokenException e) {
        broken = Optional.of(String.valueOf(e.getMessage()));
        seen.add(broken.get());
      }
      mended = found;
      if (mended.isPresent()) {
        healedAt = Optional.of(clock.instant());
      }
    }
    LOG.info("{} {}: {}", fault.kind(), wound.target(), seen);
    return new FaultRecord(
        fault.kind(),
        wound.target(),
        at,
        healedAt,
        seen.toString(),
        effect.isPresent() && mended.isPresent(),
        commands,
        broken);
  }

  private Optional<String> heal(Wound wound, StringJoiner seen) throws InterruptedException {
    try {
      seen.add(wound.heal());
    } catch (LocalClusterException e) {
      seen.add("not healed: " + e.getMessage());
      return Optional.empty();
    }
    Optional<String> mended = look(times.observeWithin(), wound::observeHealed);
    mended.filter(text -> !text.isEmpty()).ifPresent(seen::add);
    return mended;
  }

  private void hold(Instant at, Duration lasting) throws InterruptedException {
    Duration least = lasting.compareTo(times.hold()) > 0 ? lasting : times.hold();
    long left = least.minus(Duration.between(at, clock.instant())).toMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
  }

  /** Looks until there is something to see, at most for so long. */
  private static Optional<String> look(Duration within, Supplier<Optional<String>> observation)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      Optional<String> seen = Optional.empty();
      try {
        seen = observation.get();
      } catch (LocalClusterException e) {
        LOG.debug("cannot see yet: {}", e.getMessage());
      }
      if (seen.isPresent() || System.nanoTime() > deadline) {
        return seen;
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    }
  }
}
