package onlyonce.cli.lab.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import onlyonce.chaos.check.Verdict;
import onlyonce.cli.lab.Findings;
import onlyonce.cli.lab.LabTable;
import onlyonce.cli.shards.PartitionLoad;
import onlyonce.cli.shards.PlanEffect;
import onlyonce.messages.ModuloPlacement;
import onlyonce.messages.MovePlan;
import onlyonce.messages.Placement;
import onlyonce.messages.RingPlacement;
import onlyonce.messages.ShardMap;
import org.junit.jupiter.api.Test;

final class JudgeLayoutsTest {
  private static final Keys KEYS = new Keys(1_200);

  @Test
  void judge_asTheHypothesisSays_isValid() {
    JudgeLayouts.Judgement judgement = JudgeLayouts.judge(all(UnaryOperator.identity()));

    assertThat(judgement.verdict()).isEqualTo(Verdict.VALID);
    assertThat(judgement.conclusion())
        .isEqualTo(
            "One shard more moves 33 % of the accounts by ring and 67 % by modulo; 50 % may. A range"
                + " query asks 1.20 of 2 shards by range and 2.00 by hash. Keys in order put 95 % of"
                + " a wave into one ledger partition by range, 10 % by hash.");
  }

  @Test
  void judge_moduloThatMovesLittle_isInvalid() {
    JudgeLayouts.Judgement judgement =
        JudgeLayouts.judge(
            all(
                one ->
                    one.layout().placement() instanceof RingPlacement
                        ? one
                        : withGrowth(one, new RingPlacement())));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).endsWith("the hypothesis was not tested");
  }

  @Test
  void judge_ringThatMovesTooMuch_isInvalid() {
    JudgeLayouts.Judgement judgement =
        JudgeLayouts.judge(
            all(
                one ->
                    one.layout().placement() instanceof RingPlacement
                        ? withGrowth(one, new ModuloPlacement())
                        : one));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).contains("above the bound of 50.0 %");
  }

  @Test
  void judge_rangesThatAskAll_isInvalid() {
    JudgeLayouts.Judgement judgement =
        JudgeLayouts.judge(
            all(one -> with(one, one.waves(), new Measured.Queries(100, 2, 12, 1), List.of())));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion())
        .isEqualTo("range, modulo: a range query asked 2.00 of 2 shards");
  }

  @Test
  void judge_rangesThatAreNotCrowded_isInvalid() {
    JudgeLayouts.Judgement judgement =
        JudgeLayouts.judge(
            all(one -> with(one, new Measured.Waves(3, 0.1, 0.5), one.queries(), List.of())));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).contains("10 % of a wave");
  }

  @Test
  void judge_wrongAnswers_areInvalid() {
    JudgeLayouts.Judgement judgement =
        JudgeLayouts.judge(
            all(one -> with(one, one.waves(), one.queries(), List.of("an account is missing"))));

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.conclusion()).isEqualTo("hash, modulo: an account is missing");
  }

  @Test
  void judge_nothingOrNotAll_isUnknown() {
    assertThat(JudgeLayouts.judge(List.of()).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(JudgeLayouts.judge(all(UnaryOperator.identity()).subList(0, 2)).conclusion())
        .isEqualTo("range was not measured");
    assertThat(
            JudgeLayouts.judge(
                    all(one -> with(one, one.waves(), new Measured.Queries(0, 0, 0, 0), List.of())))
                .verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void findings_ofAll_haveARowForEachAndAPicture() {
    Findings findings = PartitioningLab.findings(all(UnaryOperator.identity()));

    assertThat(findings.table().rows())
        .extracting(LabTable.Row::name)
        .containsExactly("hash, modulo", "hash, ring", "range, modulo", "range, ring");
    assertThat(findings.figures())
        .singleElement()
        .satisfies(figure -> assertThat(figure.svg()).contains("6 to 7 shards").endsWith("</svg>"));
  }

  @Test
  void growth_ofEvenLedgers_keepsTheRingWithinItsBound() {
    List<Growth> steps = Growth.of(loads(), 7);

    assertThat(steps)
        .hasSize(6)
        .allSatisfy(step -> assertThat(step.ring()).isLessThanOrEqualTo(step.bound()));
    assertThat(steps).anySatisfy(step -> assertThat(step.modulo()).isGreaterThan(step.bound()));
    assertThat(steps).anySatisfy(step -> assertThat(step.forgetful()).isGreaterThan(step.bound()));
  }

  private static List<Measured> all(UnaryOperator<Measured> changed) {
    List<Measured> all = new ArrayList<>();
    for (Layout layout : Layout.all(KEYS, 12)) {
      boolean range = layout.isByRange();
      Measured measured =
          new Measured(
              layout,
              2,
              new Measured.Waves(3, range ? 0.95 : 0.1, range ? 0.95 : 0.5),
              new Measured.Queries(100, range ? 1.2 : 2, range ? 1.2 : 12, 1),
              loads(),
              growth(layout, layout.placement()),
              List.of());
      all.add(changed.apply(measured));
    }
    return all;
  }

  private static PlanEffect growth(Layout layout, Placement placement) {
    ShardMap map =
        ShardMap.placed(
            layout.partitioning(), placement, Map.of("shard-1", "jdbc:a", "shard-2", "jdbc:b"));
    return PlanEffect.of(MovePlan.adding(map, "shard-3", placement), loads());
  }

  private static Measured withGrowth(Measured one, Placement placement) {
    return new Measured(
        one.layout(),
        one.shards(),
        one.waves(),
        one.queries(),
        one.loads(),
        growth(one.layout(), placement),
        one.flaws());
  }

  private static Measured with(
      Measured one, Measured.Waves waves, Measured.Queries queries, List<String> flaws) {
    return new Measured(
        one.layout(), one.shards(), waves, queries, one.loads(), one.growth(), flaws);
  }

  private static SortedMap<Integer, PartitionLoad> loads() {
    SortedMap<Integer, PartitionLoad> loads = new TreeMap<>();
    for (int partition = 0; partition < 12; partition++) {
      loads.put(partition, new PartitionLoad(100, 300));
    }
    return loads;
  }
}
