package onlyonce.cli.lab.twophasecommit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlyonce.chaos.check.Verdict;
import onlyonce.messages.AccountId;
import org.junit.jupiter.api.Test;

/** What counts as having borne the hypothesis out. */
final class JudgeOutagesTest {
  private static final Payer PAYER =
      new Payer(new AccountId("a"), new AccountId("b"), 0, "shard-1");
  private static final long MILLI = 1_000_000;

  private final Outage blocking = outage(5_000, 5_000, List.of());
  private final Outage free = outage(3, 0, List.of());

  @Test
  void twoPhaseCommitBlocked_andTheSagaDidNot_isValid() {
    JudgeOutages.Judgement judgement = JudgeOutages.judge(List.of(blocking, blocking), free);

    assertThat(judgement.verdict()).isEqualTo(Verdict.VALID);
    assertThat(judgement.conclusion()).contains("blocked 1 accounts for up to 5.0 s");
  }

  @Test
  void twoPhaseCommitBlockedNothing_isInvalid() {
    assertThat(JudgeOutages.judge(List.of(blocking, free), free))
        .isEqualTo(
            new JudgeOutages.Judgement(
                Verdict.INVALID, "variant blocked no account: the hypothesis was not tested"));
  }

  @Test
  void theSagaBlockedAnAccount_isInvalid() {
    assertThat(JudgeOutages.judge(List.of(blocking), blocking).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void somebodyWaitedForALockOfTheSaga_isInvalid() {
    assertThat(JudgeOutages.judge(List.of(blocking), outage(3, 800, List.of())))
        .isEqualTo(
            new JudgeOutages.Judgement(
                Verdict.INVALID,
                "the saga blocked 0 accounts, and somebody waited 800 ms for a lock"));
  }

  @Test
  void moneyWasLost_isInvalid() {
    Outage losing = outage(5_000, 5_000, List.of("5 minor units are gone"));

    assertThat(JudgeOutages.judge(List.of(losing), free))
        .isEqualTo(new JudgeOutages.Judgement(Verdict.INVALID, "variant: 5 minor units are gone"));
    assertThat(JudgeOutages.judge(List.of(blocking), outage(3, 0, List.of("gone"))).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void nothingMeasured_isUnknown() {
    Outage empty =
        new Outage(
            "empty",
            "",
            blocking.moments(),
            List.of(),
            List.of(),
            new LockWatch.Seen(List.of(), 0, 0),
            0,
            "",
            List.of());

    assertThat(JudgeOutages.judge(List.of(), free).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(JudgeOutages.judge(List.of(blocking, empty), free).verdict())
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(JudgeOutages.judge(List.of(blocking), empty).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private static Outage outage(long lockMillis, long othersWaitMillis, List<String> flaws) {
    return new Outage(
        "variant",
        "killed",
        new Outage.Moments(0, 4_000 * MILLI, 5_000 * MILLI),
        List.of(new Witnesses.Witnessed(PAYER, 0, lockMillis * MILLI)),
        List.of(new Payments.Payment(PAYER, 0, 10 * MILLI, 0)),
        new LockWatch.Seen(
            List.of(
                wait(LabConnection.WITNESS, 9_000, LockWatch.Cause.SYSTEM),
                wait("payer", 9_000, LockWatch.Cause.MEASURING),
                wait("payer", othersWaitMillis, LockWatch.Cause.SYSTEM)),
            0,
            10),
        0,
        "somebody",
        flaws);
  }

  private static LockWatch.Wait wait(String session, long millis, LockWatch.Cause cause) {
    return new LockWatch.Wait(session, "somebody", (double) millis, cause);
  }
}
