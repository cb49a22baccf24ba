package onlyonce.messages;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a transfer, as told on {@code transfer-results}. The same result may arrive twice:
 * drop repeats by {@code ce_id}.
 *
 * @param reason why, unless {@link End#COMPLETED}
 * @param versions of the ledger partitions that the transfer touched, for reading one's own write
 */
public record TransferResult(
    UUID transferId, End end, Optional<Outcome> reason, List<Version> versions) {

  /**
   * @throws IllegalArgumentException when there are more than two versions
   */
  public TransferResult {
    versions = List.copyOf(versions);
    if (versions.size() > 2) {
      throw new IllegalArgumentException(
          "a transfer touches at most two ledger partitions but "
              + transferId
              + " has "
              + versions);
    }
  }

  /** How transfers end. */
  public enum End {
    /** The money moved. */
    COMPLETED("Completed"),
    /** Refused before any money was held. */
    REJECTED("Rejected"),
    /** Refused at the destination; the hold at the source was released. */
    COMPENSATED("Compensated"),
    /** Too old to be judged. */
    EXPIRED("Expired");

    private final String label;

    End(String label) {
      this.label = label;
    }

    /** The name on the wire. */
    public String label() {
      return label;
    }

    /** The end behind a {@link #label()}, or nothing. */
    public static Optional<End> ofLabel(String label) {
      for (End end : values()) {
        if (end.label.equals(label)) {
          return Optional.of(end);
        }
      }
      return Optional.empty();
    }
  }
}
