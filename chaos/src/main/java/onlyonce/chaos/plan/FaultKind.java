package onlyonce.chaos.plan;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import onlyonce.chaos.fault.BrokerRole;
import onlyonce.chaos.fault.CorruptCommands;
import onlyonce.chaos.fault.CutConnections;
import onlyonce.chaos.fault.CutOffBroker;
import onlyonce.chaos.fault.CutOffMajority;
import onlyonce.chaos.fault.CutRoleFromBroker;
import onlyonce.chaos.fault.CutRoleFromShard;
import onlyonce.chaos.fault.Fault;
import onlyonce.chaos.fault.ForgeCommands;
import onlyonce.chaos.fault.KillBroker;
import onlyonce.chaos.fault.KillDatabase;
import onlyonce.chaos.fault.KillOrchestrator;
import onlyonce.chaos.fault.KillOrchestrators;
import onlyonce.chaos.fault.KillProcessor;
import onlyonce.chaos.fault.KillStandby;
import onlyonce.chaos.fault.LosePrimary;
import onlyonce.chaos.fault.PauseBroker;
import onlyonce.chaos.fault.PauseDatabase;
import onlyonce.chaos.fault.PauseOrchestrator;
import onlyonce.chaos.fault.PauseProcessor;
import onlyonce.chaos.fault.ResendCommands;
import onlyonce.chaos.fault.ResetSockets;
import onlyonce.chaos.fault.RestartBrokers;
import onlyonce.chaos.fault.RestartStorm;
import onlyonce.chaos.plan.Scene.NodeGroup;
import org.jspecify.annotations.Nullable;

/**
 * What a plan can name: each kind of fault, what it may be aimed at, and how it is made. A new one
 * needs a line here, and a class in {@code fault}.
 */
public enum FaultKind {
  KILL_BROKER(
      Traits.of("kill-broker", 12, BrokerRole.labels()).lasting(),
      (turns, aim) -> new KillBroker(turns.scene().surroundings(), BrokerRole.of(aim))),
  PAUSE_BROKER(
      Traits.of("pause-broker", 10, BrokerRole.labels()).lasting(),
      (turns, aim) -> new PauseBroker(turns.scene().surroundings(), BrokerRole.of(aim))),
  RESTART_BROKERS(
      Traits.of("restart-brokers", 30, List.of("every-broker")),
      (turns, _) -> new RestartBrokers(turns.scene().surroundings())),
  RESET_SOCKETS(
      Traits.of("reset-sockets", 3, List.of("leader")).needs(Need.SOCKET_RESETS),
      (turns, _) -> new ResetSockets(turns.scene().surroundings())),
  KILL_PROCESSOR(
      Traits.of("kill-processor", 7, List.of("processor")).of(NodeGroup.PROCESSORS).lasting(),
      (turns, _) ->
          new KillProcessor(turns.scene().surroundings(), turns.node(NodeGroup.PROCESSORS))),
  PAUSE_PROCESSOR(
      Traits.of("pause-processor", 7, List.of("processor")).of(NodeGroup.PROCESSORS).lasting(),
      (turns, _) ->
          new PauseProcessor(turns.scene().surroundings(), turns.node(NodeGroup.PROCESSORS))),
  RESTART_STORM(
      Traits.of("restart-storm", 18, List.of("processor")).of(NodeGroup.PROCESSORS),
      (turns, _) ->
          new RestartStorm(turns.scene().surroundings(), turns.node(NodeGroup.PROCESSORS))),
  CUT_CONNECTIONS(
      Traits.of("cut-connections", 3, List.of("processor")).of(NodeGroup.PROCESSORS),
      (turns, _) ->
          new CutConnections(turns.scene().surroundings(), turns.node(NodeGroup.PROCESSORS))),
  KILL_ORCHESTRATOR(
      Traits.of("kill-orchestrator", 9, List.of("orchestrator", "active-orchestrator"))
          .of(NodeGroup.ORCHESTRATORS)
          .lasting(),
      (turns, aim) ->
          new KillOrchestrator(
              turns.scene().surroundings(),
              turns.scene().sagas(),
              turns.node(NodeGroup.ORCHESTRATORS),
              fewestSagas(aim))),
  KILL_ORCHESTRATORS(
      Traits.of(
          "kill-orchestrators", 14, List.of("every-orchestrator", "every-active-orchestrator")),
      (turns, aim) ->
          new KillOrchestrators(
              turns.scene().surroundings(), turns.scene().sagas(), fewestSagas(aim))),
  PAUSE_ORCHESTRATOR(
      Traits.of("pause-orchestrator", 9, List.of("orchestrator"))
          .of(NodeGroup.ORCHESTRATORS)
          .lasting(),
      (turns, _) ->
          new PauseOrchestrator(turns.scene().surroundings(), turns.node(NodeGroup.ORCHESTRATORS))),
  KILL_DATABASE(
      Traits.of("kill-database", 4, List.of("primary")).of(NodeGroup.DATABASES).lasting(),
      (turns, _) ->
          new KillDatabase(turns.scene().surroundings(), turns.node(NodeGroup.DATABASES))),
  PAUSE_DATABASE(
      Traits.of("pause-database", 6, List.of("primary"))
          .of(NodeGroup.DATABASES)
          .lasting()
          .needs(Need.NO_STANDBYS),
      (turns, _) ->
          new PauseDatabase(turns.scene().surroundings(), turns.node(NodeGroup.DATABASES))),
  KILL_STANDBY(
      Traits.of("kill-standby", 6, List.of("sync-standby"))
          .of(NodeGroup.DATABASES)
          .lasting()
          .needs(Need.SYNC_STANDBYS),
      (turns, _) -> new KillStandby(turns.scene().surroundings(), turns.node(NodeGroup.DATABASES))),
  LOSE_PRIMARY(
      Traits.of("lose-primary", 14, List.of("primary"))
          .of(NodeGroup.DATABASES)
          .needs(Need.SYNC_STANDBYS),
      (turns, _) ->
          new LosePrimary(
              turns.scene().surroundings(),
              turns.node(NodeGroup.DATABASES),
              new LosePrimary.Manner.Kill(),
              Duration.ZERO)),
  RESEND_COMMANDS(
      Traits.of("resend-commands", 3, List.of("client")).needs(Need.DEDUP),
      (turns, _) -> new ResendCommands(turns.scene().surroundings(), turns.seed())),
  CORRUPT_COMMANDS(
      Traits.of("corrupt-commands", 3, List.of("client")),
      (turns, _) -> new CorruptCommands(turns.scene().surroundings(), turns.seed())),
  CUT_OFF_BROKER(
      Traits.of("cut-off-broker", 12, List.of("leader", "controller"))
          .lasting()
          .needs(Need.NAMESPACES),
      (turns, aim) ->
          aim.equals("leader")
              ? CutOffBroker.leader(turns.scene().surroundings())
              : CutOffBroker.controller(turns.scene().surroundings())),
  CUT_OFF_ONE_WAY(
      Traits.of("cut-off-one-way", 12, List.of("mute-controller", "deaf-leader"))
          .lasting()
          .needs(Need.NAMESPACES),
      (turns, aim) ->
          aim.equals("mute-controller")
              ? CutOffBroker.mute(turns.scene().surroundings())
              : CutOffBroker.deaf(turns.scene().surroundings())),
  CUT_OFF_MAJORITY(
      Traits.of("cut-off-majority", 12, List.of("leader-and-producers")).needs(Need.NAMESPACES),
      (turns, _) ->
          new CutOffMajority(turns.scene().surroundings(), "producer", Clock.systemUTC())),
  CUT_PROCESSORS_FROM_SHARD(
      Traits.of("cut-processors-from-shard", 8, List.of("primary"))
          .of(NodeGroup.DATABASES)
          .lasting()
          .needs(Need.NAMESPACES),
      (turns, _) ->
          new CutRoleFromShard(turns.scene().surroundings(), turns.node(NodeGroup.DATABASES))),
  CUT_ORCHESTRATORS_FROM_BROKER(
      Traits.of("cut-orchestrators-from-broker", 8, List.of("leader"))
          .lasting()
          .needs(Need.NAMESPACES),
      (turns, _) ->
          new CutRoleFromBroker(
              turns.scene().surroundings(), turns.scene().surroundings().orchestratorRole())),
  FORGE_COMMANDS(
      Traits.of("forge-commands", 3, List.of("client")),
      (turns, _) -> new ForgeCommands(turns.scene().surroundings(), turns.seed()));

  /** The aim that leaves it to chance which role is hit. */
  public static final String ANY = "any";

  @SuppressWarnings("ImmutableEnumChecker") // Its lists are.
  private final Traits traits;

  @SuppressWarnings("ImmutableEnumChecker") // None of them has a state.
  private final BiFunction<Turns, String, Fault> making;

  FaultKind(Traits traits, BiFunction<Turns, String, Fault> making) {
    this.traits = traits;
    this.making = making;
  }

  /**
   * What is known of a kind before it is aimed.
   *
   * @param takes how long it takes from injection to healing, about
   * @param aims the first one is meant where none is named
   * @param group of nodes that take turns in being its target
   * @param mayLast whether its wound can stay open for as long as a plan likes
   */
  private record Traits(
      String label,
      Duration takes,
      List<String> aims,
      @Nullable NodeGroup group,
      boolean mayLast,
      Need need) {
    static Traits of(String label, int takesSeconds, List<String> aims) {
      return new Traits(label, Duration.ofSeconds(takesSeconds), aims, null, false, Need.NOTHING);
    }

    Traits of(NodeGroup nodes) {
      return new Traits(label, takes, aims, nodes, mayLast, need);
    }

    Traits lasting() {
      return new Traits(label, takes, aims, group, true, need);
    }

    Traits needs(Need what) {
      return new Traits(label, takes, aims, group, mayLast, what);
    }
  }

  /** Such as {@code kill-broker}. */
  public String label() {
    return traits.label();
  }

  Duration takes() {
    return traits.takes();
  }

  List<String> aims() {
    return traits.aims();
  }

  Optional<NodeGroup> group() {
    return Optional.ofNullable(traits.group());
  }

  boolean mayLast() {
    return traits.mayLast();
  }

  Need need() {
    return traits.need();
  }

  /** The fault, aimed. */
  Fault make(Turns turns, String aim) {
    return making.apply(turns, aim);
  }

  /** The kind of a label, or nothing. */
  static Optional<FaultKind> ofLabel(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** All labels, for messages. */
  static String labels() {
    return Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(", "));
  }

  private static long fewestSagas(String aim) {
    return aim.contains("active") ? 1 : 0;
  }
}
