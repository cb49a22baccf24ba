package onlyonce.chaos.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import onlyonce.chaos.check.CheckResult;
import onlyonce.chaos.check.Verdict;
import onlyonce.chaos.intent.IntentClass;
import onlyonce.chaos.report.Report;
import onlyonce.chaos.report.ReportsForTests;
import onlyonce.messages.Semantics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgeBehaviourTest {
  private static final int FAULTS = 4;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          at-most-once  | 12 |   0 | valid   | lost 12, doubled none
          at-most-once  |  0 |   0 | invalid | lost nothing
          at-most-once  | 12 |   1 | invalid | doubled 1, which at-most-once never may
          at-least-once |  0 | 573 | valid   | lost none, doubled 573
          at-least-once |  0 |   0 | invalid | doubled nothing
          at-least-once |  1 | 573 | invalid | lost 1, which at-least-once never may
          exactly-once  |  0 |   0 | valid   | lost none, doubled none
          exactly-once  |  1 |   0 | invalid | lost 1, which exactly-once never may
          exactly-once  |  0 |   1 | invalid | doubled 1, which exactly-once never may
          exactly-once  |  2 |   3 | invalid | lost 2; doubled 3, which
          """)
  void counts_areJudgedByTheName(String name, long lost, long doubled, String verdict, String why) {
    Behaviour behaviour =
        JudgeBehaviour.of(report(name, lost, doubled, FAULTS, checks(lost, doubled)));

    assertThat(behaviour.verdict().label()).isEqualTo(verdict);
    assertThat(behaviour.why()).contains(why);
  }

  @Test
  void faultThatHitNothing_makesMissingLossesUnknown_andPresentOnesToo() {
    CheckResult missed =
        new CheckResult("faults-bit", Verdict.UNKNOWN, "kill of broker-9 hit nothing");

    for (long lost : new long[] {0, 12}) {
      assertThat(JudgeBehaviour.of(report("at-most-once", lost, 0, FAULTS, plus(lost, 0, missed))))
          .isEqualTo(new Behaviour.CannotTell("faults-bit: kill of broker-9 hit nothing"));
    }
    assertThat(JudgeBehaviour.of(report("exactly-once", 0, 0, FAULTS, plus(0, 0, missed))))
        .isInstanceOf(Behaviour.CannotTell.class);
  }

  @Test
  void whatMustNeverBe_outranksWhatWasNotSeen() {
    CheckResult missed =
        new CheckResult("faults-bit", Verdict.UNKNOWN, "kill of broker-9 hit nothing");

    assertThat(JudgeBehaviour.of(report("at-least-once", 1, 9, FAULTS, plus(1, 9, missed))))
        .isInstanceOf(Behaviour.NotAsNamed.class);
  }

  @Test
  void runWithoutFaultsOrChecks_tellsNothing() {
    assertThat(JudgeBehaviour.of(report("exactly-once", 0, 0, 0, checks(0, 0))))
        .isEqualTo(new Behaviour.CannotTell("no fault was inflicted, so nothing could go wrong"));
    assertThat(JudgeBehaviour.of(report("exactly-once", 0, 0, FAULTS, List.of())))
        .isEqualTo(new Behaviour.CannotTell("nothing was checked"));
  }

  @ParameterizedTest
  @CsvSource({
    "at-most-once,  every-intent-ended, valid",
    "at-most-once,  conservation,       invalid",
    "at-most-once,  nothing-doubled,    invalid",
    "at-least-once, nothing-doubled,    valid",
    "at-least-once, answers-consistent, valid",
    "at-most-once,  answers-consistent, invalid",
    "at-least-once, every-intent-ended, valid",
    "at-least-once, replicas-equal,     invalid",
    "exactly-once,  saga-atomicity,     invalid",
  })
  void failedCheck_isExcusedOnlyWhereTheNameSaysSo(String name, String check, String verdict) {
    long lost = name.equals("at-most-once") ? 12 : 0;
    long doubled = name.equals("at-least-once") ? 12 : 0;
    CheckResult failed = new CheckResult(check, Verdict.INVALID, "partition 3: 5 of 9");

    Behaviour behaviour =
        JudgeBehaviour.of(report(name, lost, doubled, FAULTS, plus(0, 0, failed)));

    assertThat(behaviour.verdict().label()).isEqualTo(verdict);
    if (behaviour instanceof Behaviour.NotAsNamed) {
      assertThat(behaviour.why()).contains("failed " + check + " (partition 3: 5 of 9)");
    }
  }

  private static Report report(
      String name, long lost, long doubled, int faults, List<CheckResult> checks) {
    Map<IntentClass, Long> bad = new EnumMap<>(IntentClass.class);
    bad.put(IntentClass.LOST, lost);
    bad.put(IntentClass.DUPLICATED, doubled);
    return ReportsForTests.under(Semantics.ofLabel(name).orElseThrow(), bad, checks, faults);
  }

  private static List<CheckResult> plus(long lost, long doubled, CheckResult one) {
    List<CheckResult> all = new ArrayList<>(checks(lost, doubled));
    all.add(one);
    return all;
  }

  private static List<CheckResult> checks(long lost, long doubled) {
    return List.of(
        new CheckResult("something-seen", Verdict.VALID, "10,000 intents"),
        new CheckResult("nothing-lost", lost == 0 ? Verdict.VALID : Verdict.INVALID, "lost"),
        new CheckResult(
            "nothing-doubled", doubled == 0 ? Verdict.VALID : Verdict.INVALID, "doubled"));
  }
}
