package onlyonce.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.ClusterSpec;
import onlyonce.localcluster.LocalCluster;
import onlyonce.localcluster.ProgressListener;
import onlyonce.messages.CommandIds;
import onlyonce.messages.Partitioning;
import onlyonce.messages.TopicSetup;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers die under a send. It owns its cluster. */
final class BrokerFaultIT {
  private static final Partitioning SIX = Partitioning.hash(6);

  @TempDir Path folder;

  @Test
  void run_brokerKilledAndAnotherPaused_getsEverythingAcknowledged() throws Exception {
    ClusterSpec spec =
        ClusterSpec.at(folder.resolve("cluster"))
            .withShards(0)
            .withClosing(ClusterSpec.Closing.DISCARD);
    try (LocalCluster cluster = LocalCluster.start(spec, ProgressListener.silent())) {
      Map<String, Object> client = Map.of("bootstrap.servers", cluster.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        new TopicSetup(6, (short) 3).apply(admin);
      }
      SendSettings settings =
          SendSettings.of(client, new Routing(SIX, 6, "/test"), folder.resolve("journal"));
      CountDownLatch underWay = new CountDownLatch(1);
      CompletableFuture<SendSummary> sending =
          CompletableFuture.supplyAsync(() -> send(settings, underWay));
      assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
      cluster.kill("broker-2");
      cluster.restart(List.of("broker-2"));
      cluster.pause("broker-3");
      cluster.resume("broker-3");
      SendSummary summary = sending.get(120, TimeUnit.SECONDS);

      assertThat(summary.ended()).isTrue();
      assertThat(summary.trouble()).isEmpty();
      assertThat(summary.counts().unknown()).isZero();
      List<LogReader.Logged> log =
          LogReader.read(cluster.bootstrapServers(), "ledger-commands", "transfers");
      assertThat(log.stream().map(LogReader.Logged::id).distinct().count())
          .isEqualTo(summary.counts().read().intents());
      assertThat(log.size()).isGreaterThanOrEqualTo((int) summary.counts().sends().acknowledged());
    }
  }

  private static SendSummary send(SendSettings settings, CountDownLatch underWay) {
    GeneratorShape shape = new GeneratorShape(50, 10_000, 0.5, 0.05, 0.02);
    try (Source source = GeneratorSource.seeded(7, shape, SIX)) {
      CommandIds ids = new CommandIds(Clock.systemUTC(), new SplittableRandom());
      return new SendRun(settings, source, new Pacing.PerSecond(1_000), Clock.systemUTC(), ids)
          .run(
              new SendListener() {
                @Override
                public void malformed(MalformedLine line) {}

                @Override
                public void progress(SendCounts counts) {
                  if (counts.sends().acknowledged() > 500) {
                    underWay.countDown();
                  }
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
