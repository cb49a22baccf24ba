package onlyonce.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulateTest {
  private static final long[] BASE_SEEDS = {1, 20, 300, 4_000, 50_000};

  @Test
  void run_theRealRules_isValidAndMeetsEveryRareThing() {
    Findings findings = simulate(Optional.empty()).run(1, 1_000, _ -> {});

    assertThat(SimulateText.of(findings)).endsWith("valid");
    assertThat(findings.verdict()).isEqualTo(Findings.Verdict.VALID);
    assertThat(findings.sightings().missing()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void play_withoutAMechanism_isCaughtFromAtLeastThreeOfFiveBaseSeeds(Mechanism broken) {
    PlaySeed playSeed = new PlaySeed(new BrokenCores(new RealCores(), broken));
    long caught =
        LongStream.of(BASE_SEEDS)
            .filter(
                base ->
                    IntStream.range(0, 1_000)
                        .mapToLong(index -> Simulate.seedOf(base, index))
                        .anyMatch(seed -> playSeed.play(seed).violation().isPresent()))
            .count();

    assertThat(caught).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void run_withoutAMechanism_tellsAShortTraceAndHowToRepeatIt(Mechanism broken) {
    Findings findings = simulate(Optional.of(broken)).run(7, 1_000, _ -> {});

    Findings.Failure failure = findings.failure().orElseThrow();
    assertThat(findings.verdict()).isEqualTo(Findings.Verdict.INVALID);
    assertThat(failure.steps()).isLessThan(40).isLessThanOrEqualTo(failure.drawnSteps());
    assertThat(failure.trace()).isNotEmpty();
    assertThat(findings.repeat(failure))
        .isEqualTo(
            "./onlyonce simulate --seeds 1 --seed %d --break %s"
                .formatted(failure.seed(), broken.label()));

    Findings again = simulate(Optional.of(broken)).run(failure.seed(), 1, _ -> {});
    assertThat(again.failure()).contains(failure);
  }

  /** What each broken variant is caught by, at least. */
  @Test
  void run_withoutAMechanism_isCaughtByTheInvariantThatItBreaks() {
    Map<Mechanism, String> invariants = new EnumMap<>(Mechanism.class);
    for (Mechanism broken : Mechanism.values()) {
      PlaySeed playSeed = new PlaySeed(new BrokenCores(new RealCores(), broken));
      StringBuilder found = new StringBuilder();
      for (int index = 0; index < 400; index++) {
        playSeed
            .play(Simulate.seedOf(11, index))
            .violation()
            .filter(violation -> found.indexOf(violation.invariant()) < 0)
            .ifPresent(violation -> found.append(violation.invariant()).append(' '));
      }
      invariants.put(broken, found.toString());
    }

    assertThat(invariants.get(Mechanism.TOMBSTONE)).contains("hold-has-owner");
    assertThat(invariants.get(Mechanism.STEP_MATCHING)).contains("pivot-not-undone");
    assertThat(invariants.get(Mechanism.DEDUP)).contains("applied-once");
    assertThat(invariants.get(Mechanism.DEADLINE)).contains("pivot-not-undone");
    assertThat(invariants.get(Mechanism.EXPIRED_AS_REFUSED)).contains("pivot-not-undone");
    assertThat(invariants.get(Mechanism.FORGET_EARLY)).contains("one-end");
    assertThat(invariants.get(Mechanism.OWNER_TOKEN)).contains("applied-once");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4_711})
  void run_sameSeed_comesToTheSame(long seed) {
    Findings first = simulate(Optional.empty()).run(seed, 60, _ -> {});
    Findings second = simulate(Optional.empty()).run(seed, 60, _ -> {});

    assertThat(second.events()).isEqualTo(first.events());
    for (Sighting sighting : Sighting.values()) {
      assertThat(second.sightings().of(sighting)).isEqualTo(first.sightings().of(sighting));
    }
  }

  @Test
  void run_brokenAndNotNoticed_isUnknown() {
    Findings findings = simulate(Optional.of(Mechanism.EXPIRED_AS_REFUSED)).run(2, 1, _ -> {});

    assertThat(findings.failure()).isEmpty();
    assertThat(findings.verdict()).isEqualTo(Findings.Verdict.UNKNOWN);
    assertThat(SimulateText.of(findings)).contains("none of these histories shows it");
  }

  private static Simulate simulate(Optional<Mechanism> broken) {
    return new Simulate(broken, System::nanoTime, 1);
  }
}
