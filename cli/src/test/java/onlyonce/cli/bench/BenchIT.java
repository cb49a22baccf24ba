package onlyonce.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import onlyonce.cli.BenchOnTheCommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small bench from end to end: what it says, not how fast it is. */
final class BenchIT {
  @TempDir private Path home = Path.of("");

  @Test
  void bench_ofAFewSubjects_writesVerifiedFigures() throws Exception {
    Path json = home.resolve("bench.json");

    int exit =
        BenchOnTheCommandLine.run(
            "bench",
            "--commands=20000",
            "--only=read-ceiling,copy-ceiling,per-record,per-poll,engine,engine-resent-5,engine-resent-100",
            "--out=" + home.resolve("out"),
            "--json=" + json);

    assertThat(exit).isZero();
    JsonNode root = JsonMapper.builder().build().readTree(Files.readString(json));
    assertThat(root.get("verified").asBoolean()).isTrue();
    for (String name :
        new String[] {
          "read-ceiling",
          "copy-ceiling",
          "per-record",
          "per-poll",
          "engine",
          "engine-resent-5",
          "engine-resent-100"
        }) {
      assertThat(root.at("/rates/" + name).asLong()).as(name).isPositive();
      assertThat(root.at("/spread/" + name + "/runs").size()).as(name).isEqualTo(3);
    }
    assertThat(root.at("/ratios/engine~1copy-ceiling").asDouble()).isPositive();
    assertThat(root.at("/memory_mib/peak_heap").asDouble()).isBetween(1.0, 256.0);
    assertThat(root.at("/settings/postgresql shard-1/synchronous_commit").asString())
        .isEqualTo("on");
    for (String table : new String[] {"posting", "processed"}) {
      // A mean, rounded, and the engine's is that of more rows.
      assertThat(root.at("/row_bytes/engine/" + table).asLong())
          .as(table)
          .isPositive()
          .isCloseTo(root.at("/row_bytes/copy-ceiling/" + table).asLong(), within(1L));
    }
    assertThat(home.resolve("out/report.html")).content().contains("<svg", "per-poll");
  }

  @Test
  void bench_ofSagas_writesTheirRateLatencyAndCosts() throws Exception {
    Path json = home.resolve("bench.json");

    int exit =
        BenchOnTheCommandLine.run(
            "bench",
            "--commands=3000",
            "--accounts=1000",
            "--only=sagas",
            "--out=" + home.resolve("out"),
            "--json=" + json);

    assertThat(exit).isZero();
    JsonNode root = JsonMapper.builder().build().readTree(Files.readString(json));
    assertThat(root.get("verified").asBoolean()).isTrue();
    assertThat(root.at("/rates/sagas").asLong()).isPositive();
    assertThat(root.at("/spread/sagas/runs").size()).isEqualTo(3);
    for (String percentile : new String[] {"p50", "p99", "p99.9", "max"}) {
      assertThat(root.at("/saga_latency_ms/1000/" + percentile).asDouble())
          .as(percentile)
          .isPositive();
    }
    JsonNode topics = root.at("/saga_costs/1000/topics");
    assertThat(topics.get("transfers").asDouble()).isEqualTo(1);
    assertThat(topics.get("ledger-commands").asDouble()).isBetween(3.0, 4.0);
    assertThat(root.at("/saga_costs/1000/database_commits").asDouble()).isPositive();
    assertThat(home.resolve("out/report.html")).content().contains("sagas a second", "<svg");
  }
}
