package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.cli.simulate.SimulatedLog.ForTask;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;
import onlyonce.saga.Emission;

/** What an orchestrator sends and is asked, in words. */
final class SagaText {
  private SagaText() {}

  static String of(ForTask asked, Function<UUID, String> names) {
    return switch (asked) {
      case ForTask.Start(Transfer transfer) -> "the start of " + names.apply(transfer.id());
      case ForTask.Compensate(UUID id) -> "%s to turn back".formatted(names.apply(id));
      case ForTask.Resume(UUID id, DestinationReading reading) ->
          "%s to go on, as %s".formatted(names.apply(id), of(reading));
    };
  }

  static String of(DestinationReading reading) {
    Version at = reading.version();
    return switch (reading) {
      case DestinationReading.Credited _ ->
          "its money was in ledger %d before @%d".formatted(at.partition(), at.nextOffset());
      case DestinationReading.NotCredited _ ->
          "none of its money was in ledger %d before @%d"
              .formatted(at.partition(), at.nextOffset());
    };
  }

  static String of(List<Emission> emissions) {
    if (emissions.isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>();
    for (Emission emission : emissions) {
      words.add(
          switch (emission) {
            case Emission.Send send -> "sends " + send.command().type().label();
            case Emission.Publish publish -> "tells the end, " + publish.result().end().label();
            case Emission.Refuse refuse -> "refuses it as " + refuse.reason().label();
          });
    }
    return ", " + String.join(", ", words);
  }
}
