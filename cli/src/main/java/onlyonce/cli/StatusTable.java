package onlyonce.cli;

import java.util.List;
import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.ReplicaLag;
import onlyonce.localcluster.Replication;
import onlyonce.localcluster.Shard;
import onlyonce.localcluster.network.NetworkCut;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A cluster's status for people. */
final class StatusTable {
  private StatusTable() {}

  static String of(ClusterStatus status, List<ReplicaLag> lag) {
    TextTable nodes = table(22, 14, 10, 24, 40);
    nodes.addRowValues("NAME", "ROLE", "PID", "ADDRESS", "STATE");
    for (NodeStatus node : status.nodes()) {
      nodes.addRowValues(
          node.name(),
          node.role(),
          node.pid() == null ? "-" : node.pid().toString(),
          node.address() == null ? "-" : node.address(),
          node.exit() == null ? node.state().toString() : node.state() + ", " + node.exit());
    }
    TextTable shards = table(22, 60, 14, 12);
    shards.addRowValues("SHARD", "JDBC URL", "USER", "ROLE");
    for (Shard shard : status.shards()) {
      shards.addRowValues(shard.name(), shard.jdbcUrl(), shard.user(), shard.role());
    }
    return "Kafka: "
        + status.bootstrapServers()
        + "\n\n"
        + nodes
        + "\n"
        + shards
        + cuts(status.cuts())
        + replication(status.replication(), lag);
  }

  private static String cuts(List<NetworkCut> cuts) {
    StringBuilder text = new StringBuilder();
    cuts.forEach(cut -> text.append("\nCut off: ").append(cut.inWords()).append('\n'));
    return text.toString();
  }

  /** Nothing to say of shards of one server each. */
  private static String replication(Replication replication, List<ReplicaLag> lag) {
    if (replication.standbys() == 0) {
      return "";
    }
    TextTable standbys = table(22, 12, 16, 16, 18);
    standbys.addRowValues("STANDBY", "OF", "STATE", "BYTES BEHIND", "SECONDS BEHIND");
    for (ReplicaLag each : lag) {
      standbys.addRowValues(
          each.name(),
          each.shard(),
          each.state(),
          each.bytes() == null ? "unknown" : "%,d".formatted(each.bytes()),
          each.seconds() == null ? "unknown" : "%.3f".formatted(each.seconds()));
    }
    return "\nReplication: " + replication.inWords() + "\n\n" + standbys;
  }

  private static TextTable table(int... widths) {
    Column[] columns = new Column[widths.length];
    for (int i = 0; i < widths.length; i++) {
      columns[i] = new Column(widths[i], 0, Overflow.SPAN);
    }
    return TextTable.forColumns(new ColorScheme.Builder(Ansi.OFF).build(), columns);
  }
}
