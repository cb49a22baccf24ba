package onlyonce.saga;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What a task keeps beside its sagas, in one store, so in one changelog. Big-endian:
 *
 * <pre>
 * 0                         the task's floor: log time, floor (8 bytes each)
 * 1  due (8)  transfer (16)   a timer; no value that means anything
 * 2  transfer (16)            a parked saga; 1. An earlier version kept slow ones here too, as 2
 * 4                         whether every saga has its timer: empty when they do, 0 when not
 * </pre>
 *
 * So timers are ordered by due time and nobody looks at one that is not due. A task without the
 * last key may keep sagas of an earlier version, which had no timers; where it is 0 sagas were
 * driven without retries, so without timers.
 */
final class TaskStore {
  static final String NAME = "saga-tasks";

  /**
   * Keys come and go and are never used again, so what a restart reads is mostly deletions. They
   * are dropped soon: a timer that comes back because its deletion was missed finds nothing to do,
   * and what is kept of parked sagas is checked by whoever begins. Whatever else is added here must
   * bear that too.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000",
          TopicConfig.SEGMENT_MS_CONFIG, "600000");

  private static final byte FLOOR = 0;
  private static final byte TIMER = 1;
  private static final byte PARKED = 2;

  /** Not 3, where the range of parked sagas ends. */
  private static final byte ADOPTED = 4;

  private static final int ID_BYTES = 16;

  private TaskStore() {}

  /** The store as Kafka Streams builds it: on disk, with a changelog. */
  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }

  static Bytes floorKey() {
    return Bytes.wrap(new byte[] {FLOOR});
  }

  static byte[] floorValue(TaskFloor floor) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(floor.logTimeMillis())
        .putLong(floor.floorMillis())
        .array();
  }

  static TaskFloor floor(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new TaskFloor(in.getLong(), in.getLong());
  }

  /** The mark that tells whether every saga has its timer. */
  static Bytes adoptedKey() {
    return Bytes.wrap(new byte[] {ADOPTED});
  }

  static byte[] adoptedValue(boolean adopted) {
    return adopted ? new byte[0] : new byte[] {0};
  }

  static boolean isAdopted(byte @Nullable [] value) {
    return value != null && value.length == 0;
  }

  static Bytes timerKey(long dueMillis, UUID transferId) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + Long.BYTES + ID_BYTES)
            .put(TIMER)
            .putLong(dueMillis)
            .putLong(transferId.getMostSignificantBits())
            .putLong(transferId.getLeastSignificantBits())
            .array());
  }

  /** Before every timer of that time, and behind every earlier one. */
  static Bytes timersFrom(long dueMillis) {
    return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES).put(TIMER).putLong(dueMillis).array());
  }

  static long dueMillis(Bytes timerKey) {
    return ByteBuffer.wrap(timerKey.get()).getLong(1);
  }

  static UUID timedTransfer(Bytes timerKey) {
    ByteBuffer in = ByteBuffer.wrap(timerKey.get()).position(1 + Long.BYTES);
    return new UUID(in.getLong(), in.getLong());
  }

  static Bytes parkedKey(UUID transferId) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + ID_BYTES)
            .put(PARKED)
            .putLong(transferId.getMostSignificantBits())
            .putLong(transferId.getLeastSignificantBits())
            .array());
  }

  static byte[] parkedValue() {
    return new byte[] {1};
  }

  static UUID parkedTransfer(Bytes parkedKey) {
    ByteBuffer in = ByteBuffer.wrap(parkedKey.get()).position(1);
    return new UUID(in.getLong(), in.getLong());
  }

  static Bytes firstParked() {
    return Bytes.wrap(new byte[] {PARKED});
  }

  static Bytes behindParked() {
    return Bytes.wrap(new byte[] {PARKED + 1});
  }
}
