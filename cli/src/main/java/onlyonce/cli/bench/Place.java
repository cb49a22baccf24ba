package onlyonce.cli.bench;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.Cluster;
import onlyonce.localcluster.RoleSpec;
import org.apache.kafka.clients.admin.Admin;

/**
 * Where everything is measured: one cluster, and what reaches it.
 *
 * @param children makes the processes that are measured
 */
record Place(
    Cluster cluster,
    Admin admin,
    ShardDatabases databases,
    Bench.Children children,
    Clock clock,
    Bench.Display display) {

  Map<String, Object> clientProperties() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  /** Where the work is. */
  void step(String line) {
    display.step(line);
  }

  /** Starts a subject in a process of its own. */
  void start(String name, String heap, SubjectKind kind, SubjectSettings settings, int times) {
    RoleSpec role =
        children.child(name, heap, cluster, SubjectOptions.arguments(kind, settings, times));
    var _ = cluster.startRole(role);
  }

  boolean alive(String name) {
    return cluster.status().node(name).alive();
  }

  /** What the process has said so far. */
  List<String> log(String name) {
    return ChildLog.lines(cluster.status().node(name).log(), children.firstLine());
  }
}
