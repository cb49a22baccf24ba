package onlyonce.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.NodeEffect;
import onlyonce.localcluster.NodeState;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;
import org.junit.jupiter.api.Test;

final class PlanTest {
  @Test
  void named_withTheSameSeed_givesTheSameSchedule() {
    assertThat(schedule(7, 60)).isEqualTo(schedule(7, 60)).isNotEqualTo(schedule(8, 60));
  }

  @Test
  void named_default_hasEachKindOnceInsideTheLoadPhase() {
    for (int seconds : new int[] {20, 30, 60, 600}) {
      Plan plan = draw(7).named(Plan.DEFAULT, Duration.ofSeconds(seconds));

      assertThat(plan.steps())
          .extracting(step -> step.fault().getClass().getSimpleName())
          .containsExactlyInAnyOrder(
              "KillBroker", "KillProcessor", "PauseProcessor", "KillOrchestrator", "KillDatabase");
      assertThat(plan.steps()).extracting(Plan.Step::after).isSorted();
      assertThat(plan.steps().getLast().after()).isLessThan(Duration.ofSeconds(seconds - 5));
      assertThat(plan.steps().getFirst().after()).isPositive();
    }
  }

  @Test
  void named_partitions_hasEachCutInsideTheLoadPhase() {
    for (int seconds : new int[] {60, 90, 600}) {
      Plan plan = draw(7).named(Plan.PARTITIONS, Duration.ofSeconds(seconds));

      assertThat(plan.steps())
          .extracting(step -> step.fault().kind())
          .containsExactlyInAnyOrder(
              "partition",
              "partition",
              "partition-incoming",
              "partition-outgoing",
              "partition-majority",
              "partition-orchestrator-broker",
              "partition-processor-shard");
      assertThat(plan.steps()).extracting(Plan.Step::after).isSorted();
      assertThat(plan.steps().getLast().after()).isLessThan(Duration.ofSeconds(seconds - 5));
    }
    assertThat(Plan.needsNamespaces(Plan.PARTITIONS)).isTrue();
    assertThat(Plan.needsNamespaces(Plan.DEFAULT)).isFalse();
  }

  @Test
  void named_default_killsOneProcessorAndPausesTheOther() {
    Plan plan = draw(3).named(Plan.DEFAULT, Duration.ofSeconds(60));

    assertThat(plan.steps())
        .extracting(step -> step.fault().aim())
        .contains("processor-1", "processor-2");
  }

  @Test
  void named_default_killsNoStandby() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(draw(seed).named(Plan.DEFAULT, Duration.ofSeconds(60)).steps())
          .extracting(step -> step.fault().aim())
          .doesNotContain("shard-1-standby-1")
          .containsAnyOf("shard-1", "shard-2");
    }
  }

  @Test
  void named_orchestratorKills_takesThemInTurnAndThenAllAtOnce() {
    Plan plan = draw(5).named(Plan.ORCHESTRATOR_KILLS, Duration.ofSeconds(200));

    List<String> aims = plan.steps().stream().map(step -> step.fault().aim()).toList();
    assertThat(aims).hasSize(21).endsWith(KillOrchestrators.EVERY);
    for (int i = 1; i < 20; i++) {
      assertThat(aims.get(i)).startsWith("orchestrator-").isNotEqualTo(aims.get(i - 1));
    }
    assertThat(plan.steps()).extracting(Plan.Step::after).isSorted();
    assertThat(plan.steps()).extracting(step -> step.fault().lane()).containsOnly("orchestrator");
    assertThat(plan.steps().getLast().after()).isEqualTo(Duration.ofSeconds(188));
  }

  @Test
  void named_orchestratorKills_inTheShortestLoad_killsEachOnce() {
    assertThat(
            draw(5).named(Plan.ORCHESTRATOR_KILLS, Plan.shortest(Plan.ORCHESTRATOR_KILLS)).steps())
        .extracting(step -> step.fault().aim())
        .contains("orchestrator-1", "orchestrator-2", KillOrchestrators.EVERY);
    assertThatThrownBy(() -> draw(5).named(Plan.ORCHESTRATOR_KILLS, Duration.ofSeconds(39)))
        .hasMessageContaining("at least 40 s but it is 39 s");
  }

  @Test
  void named_failovers_areTenAtMostWithTimeForEach() {
    for (String name : List.of(Plan.FAILOVER_SYNC, Plan.FAILOVER_ASYNC)) {
      List<Plan.Step> steps = draw(5).named(name, Duration.ofSeconds(130)).steps();
      assertThat(steps).hasSize(10);
      assertThat(steps).extracting(Plan.Step::after).isSorted();
      assertThat(steps.getLast().after()).isLessThan(Duration.ofSeconds(118));
      assertThat(draw(5).named(name, Plan.shortest(name)).steps()).hasSize(2);
    }
  }

  @Test
  void named_supervisor_killsAndPausesInTurn() {
    assertThat(draw(5).named(Plan.SUPERVISOR, Plan.shortest(Plan.SUPERVISOR)).steps())
        .extracting(step -> step.fault().kind())
        .containsExactly("kill", "pause");
  }

  @Test
  void named_pausedPrimary_pausesOne() {
    assertThat(draw(5).named(Plan.PAUSED_PRIMARY, Plan.shortest(Plan.PAUSED_PRIMARY)).steps())
        .extracting(step -> step.fault().kind())
        .containsExactly("pause");
  }

  @Test
  void named_none_isEmptyForAnyDuration() {
    assertThat(draw(7).named(Plan.NONE, Duration.ofSeconds(1)).steps()).isEmpty();
  }

  @Test
  void named_whenTheLoadPhaseIsTooShort_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> draw(7).named(Plan.DEFAULT, Duration.ofSeconds(19)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 20 s but it is 19 s")
        .hasMessageContaining("--plan none");
  }

  @Test
  void named_whenUnknown_listsTheKnown() {
    assertThatThrownBy(() -> draw(7).named("storm", Duration.ofSeconds(60)))
        .hasMessageContaining("known: default, none, orchestrator-kills, rebalance");
  }

  private static List<String> schedule(long seed, int seconds) {
    return draw(seed).named(Plan.DEFAULT, Duration.ofSeconds(seconds)).steps().stream()
        .map(step -> step.after() + " " + step.fault().aim())
        .toList();
  }

  private static DrawPlan draw(long seed) {
    return new DrawPlan(
        new Surroundings(
            new Named(), Map.of(), "processor", "group", Owners.SHARDS, "orchestrator", "group"),
        _ -> Map.of(),
        new Random(seed));
  }

  /** A cluster that has names and nothing else. */
  private static final class Named implements Cluster {
    @Override
    public ClusterStatus status() {
      return new ClusterStatus(
          "",
          List.of(
              node("broker-1", "broker"),
              node("shard-1", "database"),
              node("shard-1-standby-1", "database"),
              node("shard-2", "database"),
              node("processor-1", "processor"),
              node("processor-2", "processor"),
              node("orchestrator-1", "orchestrator"),
              node("orchestrator-2", "orchestrator")),
          List.of(new Shard("shard-1-standby-1", "shard-1", "", "", Shard.STANDBY)));
    }

    private static NodeStatus node(String name, String role) {
      return new NodeStatus(name, role, null, null, NodeState.STOPPED, null, "");
    }

    @Override
    public NodeEffect.Killed kill(String node) {
      throw new UnsupportedOperationException(node);
    }

    @Override
    public NodeEffect.Paused pause(String node) {
      throw new UnsupportedOperationException(node);
    }

    @Override
    public NodeEffect.Resumed resume(String node) {
      throw new UnsupportedOperationException(node);
    }

    @Override
    public NodeEffect.Stopped stop(String node) {
      throw new UnsupportedOperationException(node);
    }

    @Override
    public List<NodeEffect.Started> restart(Collection<String> nodes) {
      throw new UnsupportedOperationException(nodes.toString());
    }

    @Override
    public NodeEffect.Started startRole(RoleSpec role) {
      throw new UnsupportedOperationException(role.name());
    }

    @Override
    public Shard createDatabase(String shard, String database) {
      throw new UnsupportedOperationException(shard);
    }

    @Override
    public Shard addShard(String shard) {
      throw new UnsupportedOperationException(shard);
    }

    @Override
    public void dropDatabase(String shard, String database) {
      throw new UnsupportedOperationException(shard);
    }

    @Override
    public NodeEffect.Promoted promote(String standby) {
      throw new UnsupportedOperationException(standby);
    }

    @Override
    public NodeEffect.Detached detach(String standby) {
      throw new UnsupportedOperationException(standby);
    }

    @Override
    public Cluster under(long number) {
      return this;
    }

    @Override
    public NodeEffect.Followed follow(String standby, String primary) {
      throw new UnsupportedOperationException(standby);
    }

    @Override
    public NodeEffect.Rejoined rejoin(String node, String primary) {
      throw new UnsupportedOperationException(node);
    }
  }
}
