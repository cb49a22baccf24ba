package onlyonce.saga;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The sagas of one task, by transfer id. Keys are the id's 16 bytes, big-endian: ids are UUIDv7, so
 * the store is ordered by age.
 */
final class SagaStore {
  static final String NAME = "sagas";

  /** Before every id. */
  static final Bytes FIRST = Bytes.wrap(new byte[0]);

  /** Behind every id of a time before the year 10889. */
  static final Bytes BEHIND_LAST = key(new UUID(-1, -1));

  private static final NotStarted NONE = new NotStarted();

  private final KeyValueStore<Bytes, byte[]> store;

  SagaStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** The store as Kafka Streams builds it: on disk, with a changelog. */
  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray());
  }

  /**
   * The saga of a transfer, or {@link NotStarted}.
   *
   * @throws CorruptSagaException when what is stored is no saga
   */
  SagaState get(UUID transferId) {
    byte[] value = store.get(key(transferId));
    return value == null ? NONE : SagaStateCodec.decode(transferId, value);
  }

  void put(SagaState.Remembered saga) {
    store.put(key(saga.transfer().id()), SagaStateCodec.encode(saga));
  }

  /** Drops a saga; a later start finds nothing. */
  void forget(Bytes key) {
    store.delete(key);
  }

  /** The sagas from one key to another, both included, oldest first. */
  KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    return store.range(from, to);
  }

  /**
   * The saga in an entry of the store, or of its changelog.
   *
   * @throws CorruptSagaException when it is none
   */
  static SagaState.Remembered read(KeyValue<Bytes, byte[]> entry) {
    return SagaStateCodec.decode(transferId(entry.key), entry.value);
  }

  static UUID transferId(Bytes key) {
    ByteBuffer id = ByteBuffer.wrap(key.get());
    return new UUID(id.getLong(), id.getLong());
  }

  static Bytes key(UUID transferId) {
    return Bytes.wrap(
        ByteBuffer.allocate(16)
            .putLong(transferId.getMostSignificantBits())
            .putLong(transferId.getLeastSignificantBits())
            .array());
  }
}
