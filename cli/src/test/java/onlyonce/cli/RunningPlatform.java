package onlyonce.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.ClusterSocket;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.RoleSpec;
import onlyonce.localcluster.Shard;
import onlyonce.messages.ShardMap;
import picocli.CommandLine;

/** A whole platform of processes, and the command line against it. */
public final class RunningPlatform implements AutoCloseable {
  private final LocalCluster cluster;
  private final ClusterSocket socket;
  private final ShardMap map;

  /** What a command said and ended with. */
  public record Said(int exitCode, String out, String err) {}

  private RunningPlatform(LocalCluster cluster, ShardMap map) {
    this.cluster = cluster;
    this.socket = ClusterSocket.open(cluster, ProgressListener.silent());
    this.map = map;
  }

  /** A new folder for a platform's home and files, gone with the next clean build. */
  static Path newFolder(String name) {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RunningPlatform start(Path home) {
    return start(home, Map.of());
  }

  /**
   * @param environment of the roles: their options, as the environment sets them
   */
  static RunningPlatform start(Path home, Map<String, String> environment) {
    return start(ClusterSpec.at(home), environment);
  }

  static RunningPlatform start(ClusterSpec spec, Map<String, String> environment) {
    LocalCluster cluster =
        LocalCluster.start(
            spec.withLightCompilation().withClosing(ClusterSpec.Closing.DISCARD),
            ProgressListener.silent());
    try {
      ShardMap map = StandUp.migrate(cluster, ProgressListener.silent());
      LocalRoles roles = LocalRoles.ofAShortRun(cluster.home(), cluster.bootstrapServers());
      List<RoleSpec> standing =
          roles.standing().stream().map(role -> role.withEnvironment(environment)).toList();
      StandUp.start(cluster, standing, ProgressListener.silent());
      return new RunningPlatform(cluster, map);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  LocalCluster cluster() {
    return cluster;
  }

  ShardMap map() {
    return map;
  }

  Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  /** Runs a command in this process. */
  Said run(String... args) {
    return run(List.of("--home=" + cluster.home()), args);
  }

  /** The same on whatever platform these last arguments name. */
  public static Said run(List<String> lastArgs, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(lastArgs);
    int exitCode = commandLine.execute(all.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  /** Starts a command in a process of its own, so that it can be killed. */
  Process startProcess(Path log, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            Main.class.getName()));
    command.addAll(List.of(args));
    command.add("--home=" + cluster.home());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectOutput(log.toFile()).start();
  }

  /** Changes rows as a superuser who has switched the triggers off. */
  int tamper(String shard, String sql) throws SQLException {
    Shard found =
        cluster.shards().stream()
            .filter(candidate -> candidate.name().equals(shard))
            .findFirst()
            .orElseThrow();
    try (Connection connection = DriverManager.getConnection(found.jdbcUrl(), found.user(), null);
        Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      return statement.executeUpdate(sql);
    }
  }

  @Override
  public void close() {
    socket.close();
    cluster.close();
  }
}
