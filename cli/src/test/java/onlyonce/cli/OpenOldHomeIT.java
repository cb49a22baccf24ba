package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.localcluster.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A log and a schema that an older version wrote open with this one. The home comes from the first
 * version: {@code up}, {@code send} of a file, both processors killed, {@code send} of another
 * file, {@code down}. So there are rows to migrate, and commands and half-done sagas to go on with.
 *
 * <p>How long ago that was decides what the sagas come to: one that waited for longer than half a
 * window may be released, or end expired. What holds whenever this runs is asserted, no more.
 */
final class OpenOldHomeIT {
  private static final int INTENTS = 640 + 300;
  private static final int NEW_INTENTS = 4;

  @TempDir private Path directory = Path.of("");

  @Test
  void up_onAnOlderVersionsHome_goesOnWhereThatStoppedAndIsValid() throws Exception {
    OldHome home = OldHome.unpack(directory.resolve("home"));
    // Two of its ports are in use by now: addresses change, and what was stored under them stays.
    try (ServerSocket aBrokers = OldHome.stranger(home.brokerPort());
        ServerSocket aDatabases = OldHome.stranger(home.databasePort());
        LocalCluster cluster = startNodes(home)) {
      assertThat(cluster.bootstrapServers()).doesNotContain(":" + aBrokers.getLocalPort());
      assertThat(cluster.shards())
          .noneMatch(shard -> shard.jdbcUrl().contains(":" + aDatabases.getLocalPort()));
      List<String> schemaBefore = rows(cluster, SCHEMA);
      List<String> processedBefore = rows(cluster, PROCESSED);
      List<String> postingsBefore = rows(cluster, POSTINGS);
      assertThat(schemaBefore).containsOnly("1");
      assertThat(processedBefore).hasSizeGreaterThan(100);
      assertThat(postingsBefore).hasSizeGreaterThan(100);

      startPlatform(cluster);
      JsonNode report = reconcile(home, "first");

      assertAllWell(report, INTENTS);
      assertThat(rows(cluster, SCHEMA)).isNotEqualTo(schemaBefore);
      assertThat(rows(cluster, PROCESSED))
          .containsAll(processedBefore)
          .hasSizeGreaterThan(processedBefore.size());
      assertThat(rows(cluster, POSTINGS))
          .containsAll(postingsBefore)
          .hasSizeGreaterThan(postingsBefore.size());

      Path file = directory.resolve("today.csv");
      Files.writeString(file, TODAY);
      RunningPlatform.Said sent = run(home, "send", file.toString());
      assertThat(sent.exitCode()).as(sent.err()).isEqualTo(ExitCode.OK);
      assertAllWell(reconcile(home, "second"), INTENTS + NEW_INTENTS);
    }
  }

  private static final String SCHEMA = "SELECT max(version::int) FROM engine.flyway_history";

  private static final String PROCESSED =
      """
      SELECT ledger_partition, id, log_offset, topic, key, encode(payload_hash, 'hex'),
        encode(outcome, 'hex')
      FROM engine.processed
      """;

  private static final String POSTINGS =
      """
      SELECT ledger_partition, log_offset, command_id, account, currency, amount_minor
      FROM ledger.posting
      """;

  /** New accounts with new ids beside the old ones, and money from an old account. */
  private static final String TODAY =
      """
      type,ref,account,from,to,amount_minor,currency
      open,today-1,today.1,,,5000,EUR
      open,today-2,today.2,,,5000,EUR
      transfer,today-3,,today.1,today.2,700,EUR
      transfer,today-4,,alice.001,today.1,1,EUR
      """;

  private static LocalCluster startNodes(OldHome home) {
    return LocalCluster.start(
        ClusterSpec.at(home.path()).withLightCompilation().withClosing(ClusterSpec.Closing.DISCARD),
        ProgressListener.silent());
  }

  /** As {@code up} does. */
  private static void startPlatform(LocalCluster cluster) {
    var _ = StandUp.migrate(cluster, ProgressListener.silent());
    LocalRoles roles = LocalRoles.ofAShortRun(cluster.home(), cluster.bootstrapServers());
    StandUp.start(cluster, roles.standing(), ProgressListener.silent());
  }

  private JsonNode reconcile(OldHome home, String name) {
    Path out = directory.resolve(name);
    RunningPlatform.Said said = run(home, "reconcile", "--drain=90s", "--out=" + out);
    assertThat(said.exitCode()).as("%s%n%s", said.out(), said.err()).isEqualTo(ExitCode.OK);
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }

  private static RunningPlatform.Said run(OldHome home, String... args) {
    return RunningPlatform.run(List.of("--home=" + home.path()), args);
  }

  private static void assertAllWell(JsonNode report, int intents) {
    assertThat(report.path("verdict").asString()).isEqualTo("valid");
    assertThat(report.path("intents").asInt()).isEqualTo(intents);
    JsonNode classes = report.path("classes");
    int classified = 0;
    for (JsonNode count : classes) {
      classified += count.asInt();
    }
    assertThat(classified).isEqualTo(intents);
    assertThat(classes.path("applied").asInt()).isPositive();
    for (String bad : List.of("lost", "duplicated", "stuck", "unsent", "conflicted")) {
      assertThat(classes.path(bad).asInt(-1)).as(bad).isZero();
    }
    assertThat(report.path("unexpected").asInt(-1)).isZero();
  }

  /** Every row of every shard as its columns, joined by a blank. */
  private static List<String> rows(LocalCluster cluster, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (Shard shard : cluster.shards()) {
      try (Connection connection =
              DriverManager.getConnection(shard.jdbcUrl(), shard.user(), null);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          StringBuilder columns = new StringBuilder(String.valueOf(row.getString(1)));
          for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
            columns.append(' ').append(row.getString(i));
          }
          rows.add(columns.toString());
        }
      }
    }
    return rows;
  }
}
