package onlyonce.cli.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class NextTriesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final NextTries tries = new NextTries(nanos::get);

  private long secondsUntilDue() {
    long start = nanos.get();
    while (!tries.isDue("shard-1")) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    return Duration.ofNanos(nanos.get() - start).toSeconds();
  }

  @Test
  void isDue_whatNeverFailed_isDueAtOnce() {
    tries.failed("shard-2");
    assertThat(tries.isDue("shard-1")).isTrue();
    assertThat(tries.isDue("shard-2")).isFalse();
  }

  @Test
  void isDue_whatFailsAgain_waitsTwiceAsLongUpToHalfAMinute() {
    for (long expected : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      tries.failed("shard-1");
      assertThat(secondsUntilDue()).isEqualTo(expected);
    }
    tries.succeeded("shard-1");
    tries.failed("shard-1");
    assertThat(secondsUntilDue()).isEqualTo(1);
  }
}
