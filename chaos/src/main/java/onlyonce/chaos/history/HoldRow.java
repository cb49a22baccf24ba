package onlyonce.chaos.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code ledger.hold}.
 *
 * @param currency absent in a tombstone
 * @param amountMinor absent in a tombstone
 * @param state {@code held}, {@code settled}, {@code released} or {@code tombstone}
 */
public record HoldRow(
    UUID transferId,
    String account,
    @Nullable String currency,
    @Nullable Long amountMinor,
    String state) {}
