package onlyonce.chaos.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class IdTableTest {
  @Test
  void get_afterManyPuts_isWhatAHashMapSays() {
    Random random = new Random(7);
    IdTable table = new IdTable();
    Map<UUID, Long> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      UUID id = new UUID(random.nextInt(100), random.nextInt(200));
      long value = 1L + random.nextInt(1_000);
      table.put(id, value);
      expected.put(id, value);
    }

    assertThat(table.size()).isEqualTo(expected.size());
    expected.forEach((id, value) -> assertThat(table.get(id)).isEqualTo(value));
    assertThat(table.get(new UUID(1_000, 1))).isZero();
  }
}
