package onlyonce.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.trace.Moment;
import onlyonce.chaos.trace.TellTrace;
import onlyonce.messages.ShardMap;
import onlyonce.messages.Transfer;

/** Tells one saga's story from the topics. */
final class TellSaga {
  private TellSaga() {}

  /**
   * Everything that the log has about a transfer, in the order of its time.
   *
   * @param known the transfer, if its saga is known
   */
  static List<Moment> of(
      Map<String, Object> clientProperties, ShardMap map, UUID id, Optional<Transfer> known) {
    try (LiveArchive archive = LiveArchive.ofLog(clientProperties, map)) {
      return TellTrace.of(
              archive,
              id,
              known.map(transfer -> List.of(transfer.from(), transfer.to())).orElse(List.of()))
          .moments();
    }
  }
}
