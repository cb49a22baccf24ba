package onlyonce.saga;

import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * The sagas as anybody can read them: the compacted topic that the orchestrators' store is restored
 * from. It needs no orchestrator that runs, and asks none.
 */
public final class SagaChangelog {
  private static final int ID_BYTES = 16;

  private SagaChangelog() {}

  /** The topic; its partitions are those of {@code transfers}. */
  public static String topic(String applicationId) {
    return applicationId + "-" + SagaStore.NAME + "-changelog";
  }

  /** The key under which a transfer's saga stands. */
  public static byte[] key(UUID transferId) {
    return SagaStore.key(transferId).get();
  }

  /**
   * The transfer whose saga a record tells about.
   *
   * @throws IllegalArgumentException when the key is no saga's
   */
  public static UUID transferId(byte @Nullable [] key) {
    if (key == null || key.length != ID_BYTES) {
      throw new IllegalArgumentException("a saga's key has " + ID_BYTES + " bytes");
    }
    return SagaStore.transferId(Bytes.wrap(key));
  }

  /**
   * The saga as a record tells it; nothing when it was forgotten.
   *
   * @throws IllegalArgumentException when the key is no saga's
   * @throws RuntimeException when the value is not
   */
  public static Optional<SagaState.Remembered> read(
      byte @Nullable [] key, byte @Nullable [] value) {
    UUID transferId = transferId(key);
    return value == null
        ? Optional.empty()
        : Optional.of(SagaStore.read(KeyValue.pair(SagaStore.key(transferId), value)));
  }
}
