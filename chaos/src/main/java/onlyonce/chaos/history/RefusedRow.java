package onlyonce.chaos.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code engine.refused}.
 *
 * @param id absent when the record had none that could be read
 * @param reason a dead letter's reason, by its label
 */
public record RefusedRow(long logOffset, @Nullable UUID id, String reason) {}
