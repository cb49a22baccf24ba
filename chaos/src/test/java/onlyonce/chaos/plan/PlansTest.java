package onlyonce.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import onlyonce.chaos.fault.KillOrchestrators;
import onlyonce.chaos.fault.Owners;
import onlyonce.chaos.fault.Plan;
import onlyonce.chaos.fault.Surroundings;
import onlyonce.localcluster.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlansTest {
  @Test
  void draw_ofAnyPlan_withTheSameSeed_givesTheSameSchedule() {
    for (String name : Plans.names()) {
      assertThat(schedule(name, 7)).as(name).isEqualTo(schedule(name, 7));
    }
    assertThat(schedule(Plans.DEFAULT, 7)).isNotEqualTo(schedule(Plans.DEFAULT, 8));
    assertThat(schedule(Plans.RANDOM, 7)).isNotEqualTo(schedule(Plans.RANDOM, 8));
  }

  /** What the plan gave when it still stood in code. */
  @Test
  void draw_ofDefault_isWhatItAlwaysWas() {
    assertThat(schedule(Plans.DEFAULT, 7))
        .containsExactly(
            "5625 kill shard-1",
            "14881 kill processor-1",
            "24033 pause processor-2",
            "33783 kill orchestrator-2",
            "43025 kill leader");
    assertThat(schedule("orchestrator-kills", 7))
        .containsExactly(
            "5053 kill orchestrator-1",
            "13553 kill orchestrator-2",
            "23021 kill orchestrator-1",
            "31705 kill orchestrator-2",
            "48000 kill every orchestrator");
  }

  @Test
  void draw_ofDefault_hasEachKindOnceInsideTheLoadPhase() {
    for (int seconds : new int[] {20, 30, 60, 600}) {
      List<Plan.Step> steps = steps(Plans.DEFAULT, 7, seconds);

      assertThat(steps)
          .extracting(step -> step.fault().getClass().getSimpleName())
          .containsExactlyInAnyOrder(
              "KillBroker", "KillProcessor", "PauseProcessor", "KillOrchestrator", "KillDatabase");
      assertThat(steps).extracting(Plan.Step::after).isSorted();
      assertThat(steps.getLast().after()).isLessThan(Duration.ofSeconds(seconds - 5));
      assertThat(steps.getFirst().after()).isPositive();
    }
  }

  @Test
  void draw_ofDefault_killsOneProcessorAndPausesTheOther() {
    assertThat(steps(Plans.DEFAULT, 3, 60))
        .extracting(step -> step.fault().aim())
        .contains("processor-1", "processor-2");
  }

  @Test
  void draw_ofDefault_killsNoStandby() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(
              draw(NamedCluster.withStandby(), Plans.DEFAULT, seed, 60).plan().steps().stream()
                  .map(step -> step.fault().aim()))
          .doesNotContain("shard-1-standby-1")
          .containsAnyOf("shard-1", "shard-2");
    }
  }

  @Test
  void draw_ofOrchestratorKills_takesThemInTurnAndThenAllAtOnce() {
    List<Plan.Step> steps = steps("orchestrator-kills", 5, 200);

    List<String> aims = steps.stream().map(step -> step.fault().aim()).toList();
    assertThat(aims).hasSize(21).endsWith(KillOrchestrators.EVERY);
    for (int i = 1; i < 20; i++) {
      assertThat(aims.get(i)).startsWith("orchestrator-").isNotEqualTo(aims.get(i - 1));
    }
    assertThat(steps).extracting(Plan.Step::after).isSorted();
    assertThat(steps.getLast().after()).isEqualTo(Duration.ofSeconds(188));
  }

  @Test
  void draw_ofFailovers_areTenAtMostWithTimeForEach() {
    for (String name : List.of(Plan.FAILOVER_SYNC, Plan.FAILOVER_ASYNC)) {
      List<Plan.Step> steps = steps(name, 5, 130);
      assertThat(steps).hasSize(10);
      assertThat(steps).extracting(Plan.Step::after).isSorted();
      assertThat(steps.getLast().after()).isLessThan(Duration.ofSeconds(118));
      assertThat(steps(name, 5, 30)).hasSize(2);
    }
  }

  @Test
  void draw_ofSupervisor_killsAndPausesInTurn() {
    assertThat(steps(Plan.SUPERVISOR, 5, 50))
        .extracting(step -> step.fault().kind())
        .containsExactly("kill", "pause");
  }

  @Test
  void find_none_isEmptyForAnyDuration() {
    assertThat(steps("none", 7, 1)).isEmpty();
  }

  @Test
  void draw_whenTheLoadPhaseIsTooShort_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> steps(Plans.DEFAULT, 7, 19))
        .isInstanceOf(BadPlanException.class)
        .hasMessageContaining("at least 20 s but it is 19 s")
        .hasMessageContaining("--plan none");
  }

  @Test
  void find_whenUnknown_listsTheKnown() {
    assertThatThrownBy(() -> Plans.find("hurricane"))
        .hasMessageContaining("known: quiet, default,")
        .hasMessageContaining("storm, rebalance");
  }

  @Test
  void find_aFileOfTheUsers_isReadAndNamedInItsErrors(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        name: mine
        description: my own
        shortest: 20s
        steps:
          - fault: kill-broker
            aim: controller
            at: 50%
        """);
    assertThat(draw(NamedCluster.withoutStandbys(), file.toString(), 1, 20).kinds())
        .containsExactly("kill-broker (controller)");

    Files.writeString(file, "name: mine");
    assertThatThrownBy(() -> Plans.find(file.toString())).hasMessageContaining("mine.yaml");
  }

  @Test
  void names_haveEveryFileOfTheFolder_andEachFitsWhereItSays() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("basedir", "."), "plans"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Plans.WRITTEN.stream().map(name -> name + ".yaml").toList());
    }
    for (String name : Plans.WRITTEN) {
      ChosenPlan plan = Plans.find(name);
      assertThat(plan.name()).isEqualTo(name);
      Cluster cluster = suiting(plan);
      assertThat(plan.draw(scene(cluster), new SplittableRandom(1), plan.shortest()).plan().steps())
          .as(name)
          .hasSizeGreaterThanOrEqualTo(name.equals(Plans.QUIET) ? 0 : 1)
          .allSatisfy(step -> assertThat(step.after()).isLessThan(plan.shortest()));
    }
  }

  @Test
  void draw_whatTheSceneLacks_isRefusedByName() {
    assertThatThrownBy(() -> steps("standbys", 1, 40))
        .hasMessageContaining("kill-standby")
        .hasMessageContaining("no shard has standbys");
  }

  @Test
  void draw_ofRandom_overManySeeds_hasEveryAllowedKind_andSometimesNone() {
    for (Cluster cluster :
        List.of(
            NamedCluster.withoutStandbys(),
            NamedCluster.withStandby(),
            NamedCluster.withNamespaces())) {
      List<DrawnPlan> drawn =
          Stream.iterate(0, seed -> seed + 1)
              .limit(300)
              .map(seed -> draw(cluster, Plans.RANDOM, seed, 45))
              .toList();
      List<String> kinds =
          drawn.stream().flatMap(plan -> plan.kinds().stream()).map(PlansTest::kind).toList();
      assertThat(kinds)
          .doesNotContainAnyElementsOf(drawn.getFirst().leftOut().keySet())
          .containsAll(
              Stream.of(FaultKind.values())
                  .map(FaultKind::label)
                  .filter(label -> !drawn.getFirst().leftOut().containsKey(label))
                  .toList());
      assertThat(drawn).anyMatch(plan -> plan.kinds().isEmpty());
      assertThat(drawn.getFirst().leftOut()).containsKeys("disk-full", "skewed-clock");
    }
  }

  @Test
  void draw_ofRandom_keepsFaultsOfALaneApartAndInsideTheLoad() {
    for (int seed = 0; seed < 200; seed++) {
      DrawnPlan drawn = draw(NamedCluster.withoutStandbys(), Plans.RANDOM, seed, 45);
      Map<String, Duration> freeFrom = new HashMap<>();
      for (int i = 0; i < drawn.kinds().size(); i++) {
        Plan.Step step = drawn.plan().steps().get(i);
        Duration takes = FaultKind.ofLabel(kind(drawn.kinds().get(i))).orElseThrow().takes();
        String lane = step.fault().lane();
        assertThat(step.after())
            .isGreaterThanOrEqualTo(freeFrom.getOrDefault(lane, Duration.ofSeconds(3)));
        Duration end = step.after().plus(takes).plus(step.fault().lasting());
        freeFrom.put(lane, end);
        assertThat(end).isLessThanOrEqualTo(Duration.ofSeconds(41));
      }
    }
  }

  private static String kind(String drawn) {
    return drawn.replaceFirst(" .*", "");
  }

  private static List<String> schedule(String name, long seed) {
    return draw(suiting(Plans.find(name)), name, seed, 60).plan().steps().stream()
        .map(
            step ->
                "%d %s %s"
                    .formatted(step.after().toMillis(), step.fault().kind(), step.fault().aim()))
        .toList();
  }

  /** A cluster that has what a plan needs. */
  private static Cluster suiting(ChosenPlan plan) {
    if (plan.needsNamespaces()) {
      return NamedCluster.withNamespaces();
    }
    return plan instanceof WrittenPlan && plan.needsStandbys()
        ? NamedCluster.withStandby()
        : NamedCluster.withoutStandbys();
  }

  private static List<Plan.Step> steps(String name, long seed, int seconds) {
    return draw(NamedCluster.withoutStandbys(), name, seed, seconds).plan().steps();
  }

  private static DrawnPlan draw(Cluster cluster, String name, long seed, int seconds) {
    return Plans.find(name)
        .draw(scene(cluster), new SplittableRandom(seed), Duration.ofSeconds(seconds));
  }

  private static Scene scene(Cluster cluster) {
    return new Scene(
        new Surroundings(
            cluster, Map.of(), "processor", "group", Owners.SHARDS, "orchestrator", "group"),
        _ -> Map.of());
  }
}
