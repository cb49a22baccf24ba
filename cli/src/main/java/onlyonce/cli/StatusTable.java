package onlyonce.cli;

import onlyonce.localcluster.ClusterStatus;
import onlyonce.localcluster.NodeStatus;
import onlyonce.localcluster.Shard;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A cluster's status for people. */
final class StatusTable {
  private StatusTable() {}

  static String of(ClusterStatus status) {
    TextTable nodes = table(18, 14, 10, 24, 40);
    nodes.addRowValues("NAME", "ROLE", "PID", "ADDRESS", "STATE");
    for (NodeStatus node : status.nodes()) {
      nodes.addRowValues(
          node.name(),
          node.role(),
          node.pid() == null ? "-" : node.pid().toString(),
          node.address() == null ? "-" : node.address(),
          node.exit() == null ? node.state().toString() : node.state() + ", " + node.exit());
    }
    TextTable shards = table(18, 60, 14, 12);
    shards.addRowValues("SHARD", "JDBC URL", "USER", "ROLE");
    for (Shard shard : status.shards()) {
      shards.addRowValues(shard.name(), shard.jdbcUrl(), shard.user(), shard.role());
    }
    return "Kafka: " + status.bootstrapServers() + "\n\n" + nodes + "\n" + shards;
  }

  private static TextTable table(int... widths) {
    Column[] columns = new Column[widths.length];
    for (int i = 0; i < widths.length; i++) {
      columns[i] = new Column(widths[i], 0, Overflow.SPAN);
    }
    return TextTable.forColumns(new ColorScheme.Builder(Ansi.OFF).build(), columns);
  }
}
