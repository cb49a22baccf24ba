package onlyonce.cli.lab.quorums;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import onlyonce.chaos.check.Verdict;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LabTable;
import onlyonce.ledger.read.Label;
import onlyonce.localcluster.Quorums;
import onlyonce.messages.AccountId;
import onlyonce.messages.Partitioning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgeReadsTest {
  private static final long WANTED = 100;
  private static final Quorums UNSAFE = new Quorums(3, 1, 1);
  private static final Quorums SAFE = new Quorums(3, 2, 2);
  private static final Inflicted HIT = inflicted("ended by signal 9", true);

  private static Inflicted inflicted(String observed, boolean bit) {
    return new Inflicted(
        "killed", "shard-1-standby-2", Inflicted.Kind.DEAD, 1_000, 2_000, observed, bit);
  }

  private static List<Seen> some(int count) {
    return Collections.nCopies(
        count, new Seen(new AccountId("x"), 1, Label.UNSAFE, 1_500_000, 1_600_000));
  }

  private static Measured measured(
      Quorums quorums, long reads, int stale, int backward, int firm, long writes, Inflicted... f) {
    return new Measured(
        quorums,
        WANTED,
        new CheckReads.Tally(
            reads, 3, some(stale), Duration.ofMillis(5), some(backward), some(firm)),
        new Measured.Pace(1, 20, 2),
        new Measured.Run(0, 5_000_000_000L, writes, List.of(1_000L), 30, List.of(f)));
  }

  private static Measured unsafe(int stale, int backward) {
    return measured(UNSAFE, WANTED, stale, backward, backward, 50, HIT);
  }

  private static Measured safe(int stale, int backward, int firm) {
    return measured(SAFE, WANTED, stale, backward, firm, 50, HIT);
  }

  @Test
  void judge_asTheHypothesisSays_isValid() {
    JudgeReads.Judgement judgement = JudgeReads.judge(List.of(unsafe(7, 4), safe(0, 2, 0)));

    assertThat(judgement.verdict()).isEqualTo(Verdict.VALID);
    assertThat(judgement.conclusion())
        .isEqualTo(
            "(1, 1) unsafe: of 100 reads 7 were stale and 4 went backward. (2, 2): of 100 reads 0"
                + " were stale and 0 went backward. Not counted as backward are answers that are"
                + " labelled regular.");
  }

  @ParameterizedTest
  @CsvSource({
    // stale and backward of (1, 1); stale, backward and backward and firm of (2, 2)
    "0, 4, 0, 0, 0, the hypothesis was not tested",
    "7, 0, 0, 0, 0, the hypothesis was not tested",
    "7, 4, 1, 0, 0, '(2, 2): 1 of 100 reads were stale'",
    "7, 4, 0, 1, 1, 1 went backward that are not labelled regular",
  })
  void judge_otherwise_isInvalid(
      int stale, int backward, int safeStale, int safeBackward, int safeFirm, String why) {
    JudgeReads.Judgement judgement =
        JudgeReads.judge(List.of(unsafe(stale, backward), safe(safeStale, safeBackward, safeFirm)));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).contains(why);
  }

  @Test
  void judge_tooLittleSeen_isUnknown() {
    assertUnknown(List.of(), "not both measured");
    assertUnknown(List.of(unsafe(7, 4)), "not both measured");
    assertUnknown(List.of(safe(0, 0, 0)), "not both measured");
    assertUnknown(
        List.of(unsafe(7, 4), measured(SAFE, WANTED - 1, 0, 0, 0, 50, HIT)), "99 reads of 100");
    assertUnknown(
        List.of(unsafe(7, 4), measured(SAFE, WANTED, 0, 0, 0, 0, HIT)),
        "no write was acknowledged");
    assertUnknown(List.of(unsafe(7, 4), measured(SAFE, WANTED, 0, 0, 0, 50)), "nothing was broken");
    assertUnknown(
        List.of(
            unsafe(7, 4), measured(SAFE, WANTED, 1, 1, 1, 50, HIT, inflicted("0 behind", false))),
        "\"killed\" of shard-1-standby-2 hit nothing: 0 behind");
  }

  private static void assertUnknown(List<Measured> all, String why) {
    JudgeReads.Judgement judgement = JudgeReads.judge(all);

    assertThat(judgement.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(judgement.conclusion()).contains(why);
  }

  @Test
  void findings_haveARowAndAPictureForEach_andWhatWasBroken() {
    Findings findings = QuorumsLab.findings(List.of(unsafe(7, 4), safe(0, 2, 0)));

    assertThat(findings.table().rows())
        .extracting(LabTable.Row::name)
        .containsExactly("(1, 1) unsafe", "(2, 2)");
    assertThat(findings.figures())
        .hasSize(2)
        .allSatisfy(figure -> assertThat(figure.svg()).contains("shard-1-standby-2"));
    assertThat(findings.notes())
        .contains("Vw = 2, at 0.0 s, shard-1-standby-2, killed: ended by signal 9.");
  }

  @Test
  void hotAccounts_areAsManyInEachLedgerPartition() {
    Partitioning partitioning = Partitioning.hash(6);
    HotAccounts accounts = HotAccounts.named("quorum", partitioning, 4);

    for (int partition = 0; partition < 6; partition++) {
      assertThat(accounts.byPartition().get(partition))
          .hasSize(4)
          .extracting(partitioning::of)
          .containsOnly(partition);
    }
  }
}
