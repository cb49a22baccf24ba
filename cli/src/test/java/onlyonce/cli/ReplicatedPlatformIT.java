package onlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.MeasureLag;
import onlyonce.localcluster.Quorums;
import onlyonce.localcluster.ReplicaLag;
import onlyonce.localcluster.Replication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole platform on shards whose commits wait for a standby, and the command line's reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplicatedPlatformIT {
  private static final Pattern VERSION = Pattern.compile("version ([0-9]+)\\)");

  private Path home;
  private RunningPlatform platform;

  @BeforeAll
  void start() throws Exception {
    home = RunningPlatform.newFolder("replicated");
    platform =
        RunningPlatform.start(
            ClusterSpec.at(home).withReplication(Replication.sync(new Quorums(2, 2, 1))), Map.of());
    Path input = home.resolve("input.csv");
    Files.writeString(
        input,
        """
        type,ref,account,from,to,amount_minor,currency
        open,o1,alice,,,1000,EUR
        open,o2,bob,,,0,EUR
        transfer,t1,,alice,bob,300,EUR
        """);
    RunningPlatform.Said sent = platform.run("send", input.toString());
    assertThat(sent.exitCode()).as(sent.err()).isEqualTo(ExitCode.OK);
    RunningPlatform.Said verdict = platform.run("reconcile", "--drain=40s");
    assertThat(verdict.exitCode()).as(verdict.out()).isEqualTo(ExitCode.OK);
  }

  @AfterAll
  void close() {
    platform.close();
  }

  private String balance(String... options) {
    RunningPlatform.Said said = platform.run(args(options));
    assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(said.out()).contains("alice  EUR  posted 700  held 0 ");
    return said.out();
  }

  private static String[] args(String... options) {
    List<String> all = new java.util.ArrayList<>(List.of("ledger", "balance", "alice"));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  @Test
  void balance_eachConsistency_saysFromWhomAndWhatItIsWorth() {
    String primary = balance();
    assertThat(primary).contains("(primary), as of now; atomic: 2 replica(s) answered, 2 had");
    assertThat(balance("--consistency=quorum")).contains("; atomic: ");
    assertThat(balance("--consistency=any")).contains("; any: 1 replica(s) answered");
    Matcher version = VERSION.matcher(primary);
    assertThat(version.find()).isTrue();
    assertThat(balance("--consistency=at-least:" + version.group(1)))
        .containsPattern("read from shard-[12]-standby-1 \\(standby\\), its last commit was made")
        .contains("; at-least: ");
  }

  @Test
  void balance_versionThatNobodyHas_saysHowFarEachIs() {
    RunningPlatform.Said said =
        platform.run(args("--consistency=at-least:999999", "--deadline=500ms"));
    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(said.err()).contains("none has come to version 999999", "-standby-1 (standby)");
  }

  @Test
  void status_tellsRolesQuorumsAndLag() {
    assertThat(MeasureLag.of(platform.cluster().servers()))
        .hasSize(2)
        .extracting(ReplicaLag::state)
        .containsOnly("streaming");
    String table =
        StatusTable.of(platform.cluster().status(), MeasureLag.of(platform.cluster().servers()));
    assertThat(table)
        .contains("Replication: sync (quorum), V = 2, Vw = 2, Vr = 1")
        .contains("SECONDS BEHIND")
        .containsPattern(
            "shard-2-standby-1 +jdbc:postgresql://127.0.0.1:[0-9]+/onlyonce +postgres +standby")
        .containsPattern("shard-1-standby-1 +shard-1 +streaming");
  }
}
