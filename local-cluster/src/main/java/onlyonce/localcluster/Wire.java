package onlyonce.localcluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import onlyonce.localcluster.network.NetworkCut;

/**
 * What goes over the supervisor's socket: one request, a line of JSON, a connection; then any
 * number of progress lines, then one result or failure.
 */
final class Wire {
  private Wire() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = AwaitReady.class, name = "await-ready"),
    @JsonSubTypes.Type(value = Status.class, name = "status"),
    @JsonSubTypes.Type(value = Kill.class, name = "kill"),
    @JsonSubTypes.Type(value = Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Restart.class, name = "restart"),
    @JsonSubTypes.Type(value = StartRole.class, name = "start-role"),
    @JsonSubTypes.Type(value = CreateDatabase.class, name = "create-database"),
    @JsonSubTypes.Type(value = AddShard.class, name = "add-shard"),
    @JsonSubTypes.Type(value = DropDatabase.class, name = "drop-database"),
    @JsonSubTypes.Type(value = Promote.class, name = "promote"),
    @JsonSubTypes.Type(value = Detach.class, name = "detach"),
    @JsonSubTypes.Type(value = Under.class, name = "under"),
    @JsonSubTypes.Type(value = Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = Rejoin.class, name = "rejoin"),
    @JsonSubTypes.Type(value = Cut.class, name = "cut"),
    @JsonSubTypes.Type(value = Heal.class, name = "heal"),
    @JsonSubTypes.Type(value = Down.class, name = "down")
  })
  sealed interface Request {}

  /** Relays the start's progress, and answers with the supervisor's pid when all is up. */
  record AwaitReady() implements Request {}

  record Status() implements Request {}

  record Kill(String node) implements Request {}

  record Pause(String node) implements Request {}

  record Resume(String node) implements Request {}

  record Stop(String node) implements Request {}

  record Restart(List<String> nodes) implements Request {}

  record StartRole(RoleSpec role) implements Request {}

  record CreateDatabase(String shard, String database) implements Request {}

  record AddShard(String shard) implements Request {}

  record DropDatabase(String shard, String database) implements Request {}

  record Promote(String standby) implements Request {}

  record Detach(String standby) implements Request {}

  /**
   * @param number under which it is asked
   */
  record Under(long number, Request request) implements Request {}

  record Follow(String standby, String primary) implements Request {}

  record Rejoin(String node, String primary) implements Request {}

  record Cut(NetworkCut cut) implements Request {}

  record Heal(NetworkCut cut) implements Request {}

  record Down() implements Request {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = StatusIs.class, name = "status"),
    @JsonSubTypes.Type(value = Effect.class, name = "effect"),
    @JsonSubTypes.Type(value = OnNetwork.class, name = "on-network"),
    @JsonSubTypes.Type(value = Restarted.class, name = "restarted"),
    @JsonSubTypes.Type(value = Created.class, name = "created"),
    @JsonSubTypes.Type(value = Done.class, name = "done")
  })
  sealed interface Reply {}

  record Progress(String line) implements Reply {}

  record Failed(String message) implements Reply {}

  record Ready(long pid) implements Reply {}

  record StatusIs(ClusterStatus status) implements Reply {}

  record Effect(NodeEffect effect) implements Reply {}

  record OnNetwork(NetworkEffect effect) implements Reply {}

  record Restarted(List<NodeEffect.Started> effects) implements Reply {}

  record Created(Shard shard) implements Reply {}

  record Done() implements Reply {}
}
