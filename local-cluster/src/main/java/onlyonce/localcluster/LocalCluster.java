package onlyonce.localcluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onlyonce.localcluster.kafka.BrokerFolder;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.network.NetworkCut;
import onlyonce.localcluster.network.NetworkKind;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.UserCache;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose nodes are children of this process.
 *
 * <p>Guarantee: the nodes end before or with this process, whatever ends it. {@link #close}, which
 * a shutdown hook calls on Ctrl-C, SIGTERM and {@code System.exit}, stops roles, brokers and
 * databases in this order. When this process is killed, the kernel kills its children (Linux;
 * elsewhere the next start in the same home finds and kills them).
 */
public final class LocalCluster implements Cluster, AutoCloseable {
  private final ClusterSpec spec;
  private final ClusterHome home;
  private final HomeLock lock;
  private final @Nullable Path socket;
  private final Installation installation;
  private final Network network;
  private final Nodes nodes = new Nodes();
  private final Fence fence;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::close, "close-local-cluster");
  private final StartCluster start;
  private volatile StartCluster.Started started = new StartCluster.Started("", List.of());
  private @Nullable SteadyWriting steadyWriting;

  private LocalCluster(
      ClusterSpec spec, HomeLock lock, @Nullable Path socket, ProgressListener progress) {
    this.spec = spec;
    this.home = new ClusterHome(spec.home());
    this.lock = lock;
    this.socket = socket;
    this.installation = Installation.find();
    this.network = openNetwork();
    this.start = new StartCluster(spec, home, installation, nodes, network, progress);
    this.fence = new Fence(home.fenceFile());
  }

  /**
   * Starts a cluster, with the data that its home holds from earlier, and waits until it is ready.
   */
  public static LocalCluster start(ClusterSpec spec, ProgressListener progress) {
    ClusterHome home = new ClusterHome(spec.home());
    HomeLock lock = HomeLock.acquire(home);
    try {
      Leftovers.clean(home, progress);
      return start(spec, lock, null, progress);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The same for a supervisor, which holds the lock and listens already. */
  static LocalCluster start(
      ClusterSpec spec, HomeLock lock, @Nullable Path socket, ProgressListener progress) {
    LocalCluster cluster = new LocalCluster(spec, lock, socket, progress);
    Runtime.getRuntime().addShutdownHook(cluster.hook);
    try {
      cluster.makeBrokerCache(progress);
      cluster.started = cluster.start.run();
      cluster.publish();
      cluster.writeSteadily();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  public Path home() {
    return home.path();
  }

  @Override
  public ClusterStatus status() {
    return new ClusterStatus(
        started.bootstrapServers(),
        nodes.all().stream().map(Node::status).toList(),
        started.shards().stream().flatMap(this::describe).toList(),
        spec.replication(),
        network.cuts());
  }

  @Override
  public NodeEffect.Killed kill(String node) {
    return published(nodes.get(node).kill());
  }

  @Override
  public NodeEffect.Paused pause(String node) {
    return published(nodes.get(node).pause());
  }

  @Override
  public NodeEffect.Resumed resume(String node) {
    return published(nodes.get(node).resume());
  }

  @Override
  public NodeEffect.Stopped stop(String node) {
    return published(nodes.get(node).stop());
  }

  @Override
  public List<NodeEffect.Started> restart(Collection<String> names) {
    List<Node> chosen = names.stream().map(nodes::get).toList();
    List<NodeEffect.Started> effects =
        InParallel.all(
            chosen.stream()
                .<java.util.concurrent.Callable<NodeEffect.Started>>map(
                    node ->
                        () -> {
                          node.stopIfAlive();
                          return spawnAndAwait(node);
                        })
                .toList());
    publish();
    return effects;
  }

  @Override
  public NodeEffect.Started startRole(RoleSpec role) {
    Node node = new Node(new RoleRecipe(role, home, network), installation.launcher(), network);
    nodes.addOrReplaceDead(node);
    try {
      return published(spawnAndAwait(node));
    } catch (RuntimeException e) {
      node.killIfAlive();
      throw e;
    }
  }

  @Override
  public Shard createDatabase(String shard, String database) {
    ShardServers servers = servers(shard);
    ShardServers.Server primary = servers.primary();
    primary.connection().createDatabase(database);
    return servers.describe(primary, database);
  }

  @Override
  public synchronized Shard addShard(String shard) {
    List<ShardServers> there = started.shards();
    for (ShardServers found : there) {
      if (found.shard().equals(shard)) {
        return found.describe(found.primary(), spec.database());
      }
    }
    String next = ClusterIdentity.shardName(there.size() + 1);
    if (!shard.equals(next)) {
      throw new LocalClusterException(
          "there is no %s here, and the next one is %s".formatted(shard, next));
    }
    if (closing.get()) {
      throw new LocalClusterException("the cluster is closing: " + shard + " is not added");
    }
    ShardServers added = start.another(there.size() + 1);
    started = started.with(added);
    publish();
    if (steadyWriting != null) {
      steadyWriting.close();
      writeSteadily();
    }
    return added.describe(added.primary(), spec.database());
  }

  @Override
  public void dropDatabase(String shard, String database) {
    servers(shard).primary().connection().dropDatabase(database);
  }

  @Override
  public NodeEffect.Promoted promote(String standby) {
    return published(new PromoteStandby(nodes.get(standby)).run());
  }

  @Override
  public NodeEffect.Detached detach(String standby) {
    return published(new DetachStandby(nodes.get(standby)).run());
  }

  @Override
  public Cluster under(long number) {
    return new FencedCluster(this, fence, number);
  }

  @Override
  public NodeEffect.Followed follow(String standby, String primary) {
    return follow(standby, primary, Runnable::run);
  }

  /**
   * @param guard runs the deed in the middle, which changes whom the standby follows
   */
  NodeEffect.Followed follow(String standby, String primary, Consumer<Runnable> guard) {
    return published(new FollowPrimary(servers(standby)).one(nodes.get(standby), primary, guard));
  }

  @Override
  public NodeEffect.Rejoined rejoin(String node, String primary) {
    return published(
        new RejoinShard(servers(node), nodes.get(node), primary).run(this::spawnAndAwait));
  }

  @Override
  public boolean hasNamespaces() {
    return network.kind() == NetworkKind.NAMESPACES;
  }

  @Override
  public NetworkEffect.Severed cut(NetworkCut cut) {
    cut.from().forEach(nodes::get);
    cut.to().forEach(nodes::get);
    long start = System.nanoTime();
    network.cut(cut);
    return new NetworkEffect.Severed(cut, Millis.since(start));
  }

  @Override
  public NetworkEffect.Healed heal(NetworkCut cut) {
    long start = System.nanoTime();
    network.heal(cut);
    return new NetworkEffect.Healed(cut, Millis.since(start));
  }

  /** Ends everything. A second call waits for the first one's end. */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitClosed();
      return;
    }
    boolean interrupted = Thread.interrupted(); // whoever wants us to hurry still wants an end
    try {
      end();
    } finally {
      network.close();
      installation.close();
      Leftovers.delete(home);
      lock.close();
      closed.countDown();
      forgetHook();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end() {
    if (steadyWriting != null) {
      steadyWriting.close();
    }
    if (spec.closing() == ClusterSpec.Closing.DISCARD) {
      inParallel(nodes.all(), Node::killIfAlive);
      nodes.all().forEach(node -> UserCache.deleteTree(home.node(node.name()).resolve("data")));
      fence.forget(); // A new shard map counts from one again.
      return;
    }
    inParallel(ofRoleOtherThan(NodeStatus.BROKER, NodeStatus.DATABASE), Node::stopIfAlive);
    inParallel(ofRole(NodeStatus.BROKER), Node::stopIfAlive);
    inParallel(ofRole(NodeStatus.DATABASE), Node::stopIfAlive);
  }

  private Network openNetwork() {
    try {
      return Network.open(
          spec.network(),
          installation.launcher(),
          home.networkLog(),
          ClusterIdentity.before(home).network());
    } catch (RuntimeException e) {
      installation.close();
      throw e;
    }
  }

  private void writeSteadily() {
    Stream<Path> brokers =
        ofRole(NodeStatus.BROKER).stream()
            .map(broker -> new BrokerFolder(home.node(broker.name())).data());
    Stream<Path> databases =
        ofRole(NodeStatus.DATABASE).stream()
            .map(server -> home.node(server.name()).resolve("data").resolve("base"));
    steadyWriting = SteadyWriting.of(Stream.concat(brokers, databases).toList());
  }

  /** Before the first cluster of brokers, not beside it: whatever comes next starts sooner. */
  private void makeBrokerCache(ProgressListener progress) {
    if (spec.brokers() > 0 && !MakeBrokerCache.needless(installation)) {
      progress.progress("preparing brokers, once; they start in half the time afterwards");
      new MakeBrokerCache(installation).run();
    }
  }

  private NodeEffect.Started spawnAndAwait(Node node) {
    if (closing.get()) {
      throw new LocalClusterException("the cluster is closing: " + node.name() + " is not started");
    }
    ChildProcess process = node.spawn(() -> {});
    publish();
    return node.awaitReady(process);
  }

  private Stream<Shard> describe(ShardServers shard) {
    return shard.servers().stream().map(server -> shard.describe(server, spec.database()));
  }

  /** The servers of the shard that the node belongs to. */
  private ShardServers servers(String node) {
    if (nodes.get(node).recipe() instanceof DatabaseRecipe server) {
      return server.shard();
    }
    throw new LocalClusterException(node + " is no database server");
  }

  private List<Node> ofRole(String role) {
    return nodes.all().stream().filter(node -> node.recipe().role().equals(role)).toList();
  }

  private List<Node> ofRoleOtherThan(String one, String other) {
    List<Node> rest = new ArrayList<>(nodes.all());
    rest.removeAll(ofRole(one));
    rest.removeAll(ofRole(other));
    return rest;
  }

  private static void inParallel(List<Node> chosen, Consumer<Node> deed) {
    InParallel.all(
        chosen.stream()
            .<java.util.concurrent.Callable<String>>map(
                node ->
                    () -> {
                      deed.accept(node);
                      return node.name();
                    })
            .toList());
  }

  private <T extends NodeEffect> T published(T effect) {
    publish();
    return effect;
  }

  private synchronized void publish() {
    if (!closing.get()) {
      ClusterFile.of(status(), socket).write(home);
    }
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the hook itself is what runs
    }
  }
}
