package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import onlyonce.localcluster.junit.SharedCluster;
import onlyonce.localcluster.junit.TestScope;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A processor that is stopped while it streams a COPY: it holds its partition's row, and no timeout
 * of the server's ends a COPY whose client says nothing. The control, a lock whose holder is not
 * terminated, is in {@link FrozenOwnerIT}.
 */
@SharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrozenProcessIT {
  /** Below every timeout that would free the locks without a takeover. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private CounterPlatform platform;

  @BeforeAll
  void start(TestScope scope) throws Exception {
    platform =
        CounterPlatform.create(
            scope.bootstrapServers(),
            scope.name("main"),
            CounterShards.create(List.of(scope.shards().getFirst()), 1));
    platform
        .shards()
        .execute(
            0,
            """
            CREATE TABLE ballast (filler text);
            GRANT INSERT ON ballast TO onlyonce_apply;
            -- The server takes its time, so that the client always has more to say.
            CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
              'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END';
            CREATE TRIGGER slowly BEFORE INSERT ON ballast FOR EACH ROW EXECUTE FUNCTION slowly();
            """);
  }

  @AfterAll
  void end() {
    platform.close();
  }

  private CounterChild frozenInItsCopy() {
    CounterChild child =
        CounterChild.start(
            platform,
            platform.settings("frozen", "frozen"),
            platform.shards().map(),
            CounterProcess.Work.COPIES);
    Awaitility.await("rows copied")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                platform
                    .shards()
                    .rows(
                        0,
                        """
                        SELECT tuples_processed FROM pg_stat_progress_copy
                        WHERE datname = current_database() AND tuples_processed > 0
                        """)
                    .size(),
            rows -> rows == 1);
    child.pause();
    return child;
  }

  private List<String> copying() throws Exception {
    return platform
        .shards()
        .rows(0, "SELECT pid FROM pg_stat_progress_copy WHERE datname = current_database()");
  }

  @Test
  void run_ownerStoppedInItsCopy_isTerminatedAndNothingIsLostOrDoubled() throws Exception {
    platform.send(0, new Count("copied", 1));
    platform.flush();
    try (CounterChild child = frozenInItsCopy()) {
      assertThat(copying()).hasSize(1);
      long start = System.nanoTime();
      try (var _ = platform.startAlone("successor")) {
        platform.awaitCaughtUp();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      // Its client stands still and has let go of nothing.
      Awaitility.await("terminated").atMost(SOON).until(() -> copying().isEmpty());
      child.resume();
      child.awaitLogged("failed");
    }
    assertThat(platform.shards().totals("copied").get("copied"))
        .isEqualTo(new CounterShards.Total(1, 1));
    assertThat(platform.shards().rows(0, "SELECT 1 FROM ballast")).isEmpty();
  }
}
