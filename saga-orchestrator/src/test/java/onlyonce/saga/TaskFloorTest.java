package onlyonce.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import onlyonce.messages.CommandIds;
import org.junit.jupiter.api.Test;

final class TaskFloorTest {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  @Test
  void after_starts_followsTheEarlierOfBothClocksAndNeverFalls() {
    TaskFloor floor = TaskFloor.NONE.after(5_000, id(9_000), WINDOW);
    assertThat(floor).isEqualTo(new TaskFloor(5_000, 4_000));

    assertThat(floor.after(9_000, id(4_500), WINDOW)).isEqualTo(floor);
    assertThat(floor.after(9_000, id(6_000), WINDOW)).isEqualTo(new TaskFloor(6_000, 5_000));
    assertThat(floor.after(6_000, id(6_000), Duration.ofSeconds(4)))
        .isEqualTo(new TaskFloor(6_000, 4_000));
    assertThat(floor.after(1, id(1), WINDOW)).isEqualTo(floor);
  }

  private static UUID id(long timeMillis) {
    return CommandIds.lowest(timeMillis);
  }
}
