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

/**
 * What a task keeps beside its sagas, in one store, so in one changelog. Big-endian:
 *
 * <pre>
 * 0                         the task's floor: log time, floor (8 bytes each)
 * 1  due (8)  transfer (16)   a timer; no value that means anything
 * 2  transfer (16)            a saga in trouble; 1 for parked, 2 for slow
 * 4                         every saga has its timer; no value that means anything
 * </pre>
 *
 * So timers are ordered by due time and nobody looks at one that is not due. A task without the
 * last key may keep sagas of an earlier version, which had no timers.
 */
final class TaskStore {
  static final String NAME = "saga-tasks";

  /**
   * Keys come and go and are never used again, so what a restart reads is mostly deletions. They
   * are dropped soon: a timer that comes back because its deletion was missed finds nothing to do.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.DELETE_RETENTION_MS_CONFIG, "60000",
          TopicConfig.SEGMENT_MS_CONFIG, "600000");

  private static final byte FLOOR = 0;
  private static final byte TIMER = 1;
  private static final byte TROUBLE = 2;

  /** Not 3, where the range of sagas in trouble ends. */
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

  /** The mark that every saga has its timer. */
  static Bytes adoptedKey() {
    return Bytes.wrap(new byte[] {ADOPTED});
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

  static Bytes troubleKey(UUID transferId) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + ID_BYTES)
            .put(TROUBLE)
            .putLong(transferId.getMostSignificantBits())
            .putLong(transferId.getLeastSignificantBits())
            .array());
  }

  static Bytes firstTrouble() {
    return Bytes.wrap(new byte[] {TROUBLE});
  }

  static Bytes behindTrouble() {
    return Bytes.wrap(new byte[] {TROUBLE + 1});
  }
}
