package onlyonce.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AssignedPartitionTest {
  private final AssignedPartition partition = new AssignedPartition();

  private static Lease lease() {
    Progress progress = new Progress(0, 5, 5, LogBuilder.FRESH);
    return new Lease(new TakeOver.Taken(progress, UUID.randomUUID()), new PublishedPrefix(5));
  }

  @Test
  void wantsTakeOver_noPollSinceItWasAssigned_isFalse() {
    assertThat(partition.wantsTakeOver()).isFalse();
    partition.polled();
    assertThat(partition.wantsTakeOver()).isTrue();
  }

  @Test
  void wantsTakeOver_lostOwnership_onlyAfterAnotherPoll() {
    partition.polled();
    partition.leased(lease());
    assertThat(partition.wantsTakeOver()).isFalse();
    partition.giveUp(Duration.ZERO);
    assertThat(partition.wantsTakeOver()).isFalse();
    partition.polled();
    assertThat(partition.wantsTakeOver()).isTrue();
  }

  @Test
  void wantsTakeOver_beforeThePauseIsOver_isFalse() {
    partition.giveUp(Duration.ofDays(1));
    partition.polled();
    assertThat(partition.wantsTakeOver()).isFalse();
  }

  @Test
  void stop_leased_isNeitherReadNorTakenOver() {
    partition.polled();
    partition.leased(lease());
    assertThat(partition.isReadable()).isTrue();
    partition.stop();
    assertThat(partition.isReadable()).isFalse();
    partition.giveUp(Duration.ZERO);
    partition.polled();
    assertThat(partition.wantsTakeOver()).isFalse();
  }
}
