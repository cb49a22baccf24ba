package onlyonce.localcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onlyonce.localcluster.postgres.DataFolder;
import onlyonce.localcluster.postgres.DatabaseConnection;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.Signal;

/** A PostgreSQL server in namespaces of its own. It is ready when a session gets an answer. */
record DatabaseRecipe(
    ShardServers.Server server,
    ShardServers shard,
    Installation installation,
    ClusterHome home,
    Map<String, String> settings)
    implements NodeRecipe {

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public String role() {
    return NodeStatus.DATABASE;
  }

  @Override
  public String address() {
    return server.host() + ":" + server.port();
  }

  @Override
  public Path log() {
    return home.log(name());
  }

  DatabaseConnection connection() {
    return server.connection();
  }

  /** Makes an empty server's data, unless there are data. For a shard's primary only. */
  void createData() {
    if (!server.equals(shard.primary()) && !shard.data(server).exists()) {
      throw new LocalClusterException(name() + " has no data: have it rejoin its primary");
    }
    String obstacle = installation.launcher().platform().obstacleForServers();
    if (obstacle != null) {
      throw new LocalClusterException(name() + " cannot start: " + obstacle);
    }
    DataFolder data = shard.data(server);
    if (!data.exists()) {
      data.create(installation.postgres(), installation.launcher(), log());
    }
  }

  /** Writes the settings for what the data say that it is. */
  void configure() {
    configure(shard.settings(server));
  }

  /** The same, but it follows nobody. */
  void configureDetached() {
    Map<String, String> alone = new TreeMap<>(shard.settings(server));
    alone.remove("primary_conninfo");
    alone.remove("primary_slot_name");
    configure(alone);
  }

  private void configure(Map<String, String> ofTheShard) {
    Map<String, String> all = new TreeMap<>(ofTheShard);
    all.putAll(settings);
    shard.data(server).configure(connection(), shard.network().peers(), all);
  }

  @Override
  public Command prepare() {
    createData();
    configure();
    return new Command(
        List.of(
            installation.postgres().program("postgres").toString(),
            "-D",
            shard.data(server).path().toString()),
        Map.of("LC_ALL", "C", "TZ", "UTC"),
        home.node(name()),
        log(),
        Isolation.NAMESPACES);
  }

  @Override
  public boolean isReady(ChildProcess process) {
    return connection().answers();
  }

  @Override
  public Duration readyWithin() {
    return Duration.ofSeconds(90);
  }

  /** PostgreSQL's "fast" shutdown: sessions are ended, nothing is left to recover. */
  @Override
  public Signal stopSignal() {
    return Signal.INT;
  }

  @Override
  public Duration stopWithin() {
    return Duration.ofSeconds(10);
  }
}
