package onlyonce.localcluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import onlyonce.localcluster.kafka.BrokerAddress;
import onlyonce.localcluster.kafka.BrokerSettings;
import onlyonce.localcluster.kafka.KafkaCluster;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.LogTail;

/**
 * Starts all brokers and databases at once and waits until each answers. A port that somebody takes
 * between our letting it go and the node's binding it costs another try, with other ports.
 */
final class StartCluster {
  private static final int TRIES = 3;
  private static final String PORT_TAKEN = "Address already in use";
  private static final Duration INTERNAL_TOPICS = Duration.ofSeconds(60);

  private final ClusterSpec spec;
  private final ClusterHome home;
  private final Installation installation;
  private final Nodes nodes;
  private final Network network;
  private final ProgressListener progress;

  StartCluster(
      ClusterSpec spec,
      ClusterHome home,
      Installation installation,
      Nodes nodes,
      Network network,
      ProgressListener progress) {
    this.spec = spec;
    this.home = home;
    this.installation = installation;
    this.nodes = nodes;
    this.network = network;
    this.progress = progress;
  }

  /** What was started. */
  record Started(String bootstrapServers, List<ShardServers> shards) {
    Started with(ShardServers another) {
      List<ShardServers> all = new ArrayList<>(shards);
      all.add(another);
      return new Started(bootstrapServers, List.copyOf(all));
    }
  }

  Started run() {
    for (int attempt = 1; ; attempt++) {
      try (FreePorts ports = new FreePorts()) {
        return start(ClusterIdentity.of(home, spec, ports, network), ports);
      } catch (LocalClusterException e) {
        boolean portTaken = nodes.all().stream().anyMatch(StartCluster::foundPortTaken);
        if (!portTaken || attempt == TRIES || Thread.currentThread().isInterrupted()) {
          throw e; // and whoever called us closes what was started
        }
        nodes.all().forEach(Node::killIfAlive);
        progress.progress("a port was taken by somebody else; trying others");
        nodes.clear();
      }
    }
  }

  /**
   * Starts one shard more beside what runs. Its number stays its own when that fails.
   *
   * @param number the first one that is not in use
   */
  ShardServers another(int number) {
    try (FreePorts ports = new FreePorts()) {
      ShardServers shard =
          ClusterIdentity.before(home)
              .withShard(number, home, ports)
              .servers(number, home, network);
      try {
        InParallel.all(List.of(startShard(shard, ports)));
        return shard;
      } catch (RuntimeException e) {
        for (ShardServers.Server server : shard.servers()) {
          nodes.get(server.name()).killIfAlive();
          nodes.remove(server.name());
        }
        throw e;
      }
    }
  }

  private Started start(ClusterIdentity identity, FreePorts ports) {
    List<BrokerAddress> brokers = identity.brokers();
    String bootstrap = String.join(",", brokers.stream().map(BrokerAddress::client).toList());
    KafkaCluster kafka = new KafkaCluster(bootstrap);
    List<Callable<NodeEffect.Started>> starts = new ArrayList<>();
    for (BrokerAddress self : brokers) {
      Node node = broker(self, identity, kafka);
      starts.add(
          () ->
              start(
                  node,
                  () -> {
                    ports.release(self.clientPort());
                    ports.release(self.controllerPort());
                  }));
    }
    List<ShardServers> shards = new ArrayList<>();
    for (int i = 1; i <= spec.shards(); i++) {
      ShardServers shard = identity.servers(i, home, network);
      shards.add(shard);
      starts.add(startShard(shard, ports));
    }
    InParallel.all(starts);
    if (!brokers.isEmpty()) {
      kafka.awaitInternalTopics(Math.min(3, brokers.size()), Deadline.after(INTERNAL_TOPICS));
    }
    return new Started(bootstrap, List.copyOf(shards));
  }

  private Callable<NodeEffect.Started> startShard(ShardServers shard, FreePorts ports) {
    List<DatabaseRecipe> recipes =
        shard.servers().stream()
            .map(
                server ->
                    new DatabaseRecipe(server, shard, installation, home, spec.databaseSettings()))
            .toList();
    List<Node> servers = recipes.stream().map(this::added).toList();
    return () -> {
      new SeedStandbys(shard, recipes, progress).run();
      List<NodeEffect.Started> started =
          InParallel.all(
              recipes.stream()
                  .<Callable<NodeEffect.Started>>map(
                      recipe ->
                          () ->
                              start(
                                  servers.get(recipes.indexOf(recipe)),
                                  () -> ports.release(recipe.server().port())))
                  .toList());
      new FollowPrimary(shard).all();
      shard.primary().connection().createDatabase(spec.database());
      return started.getFirst();
    };
  }

  private NodeEffect.Started start(Node node, Runnable justBefore) {
    ChildProcess process = node.spawn(justBefore);
    NodeEffect.Started started = node.awaitReady(process);
    progress.progress(started.observed());
    return started;
  }

  private Node broker(BrokerAddress self, ClusterIdentity identity, KafkaCluster kafka) {
    String name = ClusterIdentity.brokerName(self.id());
    BrokerSettings settings =
        new BrokerSettings(
            self, identity.brokers(), home.node(name).resolve("data"), spec.brokerSettings());
    return added(
        new BrokerRecipe(
            name, installation, home, settings, kafka, identity.clusterId(), spec.brokerJava()));
  }

  private Node added(NodeRecipe recipe) {
    Node node = new Node(recipe, installation.launcher(), network);
    nodes.add(node);
    return node;
  }

  private static boolean foundPortTaken(Node node) {
    LogTail log = node.deathNote();
    return log != null && log.contains(PORT_TAKEN);
  }
}
