package onlyonce.saga;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The sagas of one task, by transfer id. Keys are the id's 16 bytes, big-endian: ids are UUIDv7, so
 * the store is ordered by age.
 */
final class SagaStore {
  static final String NAME = "sagas";

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

  static Bytes key(UUID transferId) {
    return Bytes.wrap(
        ByteBuffer.allocate(16)
            .putLong(transferId.getMostSignificantBits())
            .putLong(transferId.getLeastSignificantBits())
            .array());
  }
}
