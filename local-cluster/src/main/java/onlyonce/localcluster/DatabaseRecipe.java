package onlyonce.localcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.postgres.DataFolder;
import onlyonce.localcluster.postgres.DatabaseConnection;
import onlyonce.localcluster.postgres.PostgresBinaries;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.Signal;

/** A PostgreSQL server in namespaces of its own. It is ready when a session gets an answer. */
record DatabaseRecipe(
    String name,
    Installation installation,
    ClusterHome home,
    int port,
    Map<String, String> settings)
    implements NodeRecipe {

  @Override
  public String role() {
    return NodeStatus.DATABASE;
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Path log() {
    return home.log(name);
  }

  DatabaseConnection connection() {
    return new DatabaseConnection(port);
  }

  @Override
  public Command prepare() {
    String obstacle = installation.launcher().platform().obstacleForServers();
    if (obstacle != null) {
      throw new LocalClusterException(name + " cannot start: " + obstacle);
    }
    PostgresBinaries binaries = installation.postgres();
    DataFolder data = new DataFolder(home.node(name).resolve("data"));
    if (!data.exists()) {
      data.create(binaries, installation.launcher(), log());
    }
    data.configure(port, settings);
    return new Command(
        List.of(binaries.program("postgres").toString(), "-D", data.path().toString()),
        Map.of("LC_ALL", "C", "TZ", "UTC"),
        home.node(name),
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
