package onlyonce.chaos.history;

import java.util.UUID;

/**
 * A row of {@code engine.processed}.
 *
 * @param payloadHash the first 16 bytes of SHA-256 over type, a zero byte and the payload
 * @param outcome the exact bytes that were published to {@code topic} under {@code key}
 */
public record ProcessedRow(
    UUID id, byte[] payloadHash, long logOffset, String topic, UUID key, byte[] outcome) {}
