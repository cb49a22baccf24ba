package onlyonce.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;

/** A cluster behind a supervisor's socket. It keeps no connection between calls. */
public final class SupervisorClient implements Cluster {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Path home;
  private final Path socket;
  private final OptionalLong number;

  private SupervisorClient(Path home, Path socket, OptionalLong number) {
    this.home = home;
    this.socket = socket;
    this.number = number;
  }

  /** The supervisor that runs in the home; empty when none does. */
  public static Optional<SupervisorClient> in(Path home) {
    Path socket = new ClusterHome(home.toAbsolutePath().normalize()).socket();
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    try (Connection _ = Connection.to(socket)) {
      return Optional.of(new SupervisorClient(home, socket, OptionalLong.empty()));
    } catch (IOException e) {
      return Optional.empty(); // a dead supervisor's socket
    }
  }

  /** Waits until the whole cluster is up; returns the supervisor's pid. */
  public long awaitReady(ProgressListener progress) {
    return call(new Wire.AwaitReady(), Wire.Ready.class, progress).pid();
  }

  /** Ends the cluster and its supervisor; returns when every node is gone. */
  public void down(ProgressListener progress) {
    Optional<ClusterFile> file = ClusterFile.in(home);
    var _ = call(new Wire.Down(), Wire.Done.class, progress);
    boolean gone =
        Deadline.after(END_LIMIT).await(() -> file.map(f -> !f.ownerLives()).orElse(true));
    if (!gone) {
      throw new LocalClusterException(
          "every node is gone, but the supervisor, process "
              + file.orElseThrow().owner().pid()
              + ", does not end");
    }
  }

  @Override
  public ClusterStatus status() {
    return call(new Wire.Status(), Wire.StatusIs.class).status();
  }

  @Override
  public NodeEffect.Killed kill(String node) {
    return effect(new Wire.Kill(node), NodeEffect.Killed.class);
  }

  @Override
  public NodeEffect.Paused pause(String node) {
    return effect(new Wire.Pause(node), NodeEffect.Paused.class);
  }

  @Override
  public NodeEffect.Resumed resume(String node) {
    return effect(new Wire.Resume(node), NodeEffect.Resumed.class);
  }

  @Override
  public NodeEffect.Stopped stop(String node) {
    return effect(new Wire.Stop(node), NodeEffect.Stopped.class);
  }

  @Override
  public List<NodeEffect.Started> restart(Collection<String> nodes) {
    return call(new Wire.Restart(List.copyOf(nodes)), Wire.Restarted.class).effects();
  }

  @Override
  public NodeEffect.Started startRole(RoleSpec role) {
    return effect(new Wire.StartRole(role), NodeEffect.Started.class);
  }

  @Override
  public Shard createDatabase(String shard, String database) {
    return call(new Wire.CreateDatabase(shard, database), Wire.Created.class).shard();
  }

  @Override
  public Shard addShard(String shard) {
    return call(new Wire.AddShard(shard), Wire.Created.class).shard();
  }

  @Override
  public void dropDatabase(String shard, String database) {
    var _ = call(new Wire.DropDatabase(shard, database), Wire.Done.class);
  }

  @Override
  public NodeEffect.Promoted promote(String standby) {
    return effect(new Wire.Promote(standby), NodeEffect.Promoted.class);
  }

  @Override
  public NodeEffect.Detached detach(String standby) {
    return effect(new Wire.Detach(standby), NodeEffect.Detached.class);
  }

  @Override
  public NetworkEffect.Severed cut(NetworkCut cut) {
    return (NetworkEffect.Severed) call(new Wire.Cut(cut), Wire.OnNetwork.class).effect();
  }

  @Override
  public NetworkEffect.Healed heal(NetworkCut cut) {
    return (NetworkEffect.Healed) call(new Wire.Heal(cut), Wire.OnNetwork.class).effect();
  }

  @Override
  public Cluster under(long other) {
    return new SupervisorClient(home, socket, OptionalLong.of(other));
  }

  @Override
  public NodeEffect.Followed follow(String standby, String primary) {
    return effect(new Wire.Follow(standby, primary), NodeEffect.Followed.class);
  }

  @Override
  public NodeEffect.Rejoined rejoin(String node, String primary) {
    return effect(new Wire.Rejoin(node, primary), NodeEffect.Rejoined.class);
  }

  private <T extends NodeEffect> T effect(Wire.Request request, Class<T> type) {
    return type.cast(call(request, Wire.Effect.class).effect());
  }

  private <T extends Wire.Reply> T call(Wire.Request request, Class<T> type) {
    return call(request, type, ProgressListener.silent());
  }

  private <T extends Wire.Reply> T call(
      Wire.Request request, Class<T> type, ProgressListener progress) {
    try (Connection connection = Connection.to(socket)) {
      connection.send(number.isPresent() ? new Wire.Under(number.getAsLong(), request) : request);
      while (true) {
        switch (connection.receive(Wire.Reply.class)) {
          case Wire.Progress said -> progress.progress(said.line());
          case Wire.Failed failed -> throw new LocalClusterException(failed.message());
          case null -> throw new IOException("it ended in mid-answer");
          case Wire.Reply result -> {
            return type.cast(result);
          }
        }
      }
    } catch (IOException e) {
      throw new LocalClusterException(
          "the supervisor at " + socket + " does not answer: " + e.getMessage(), e);
    }
  }
}
