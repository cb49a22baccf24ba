package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import onlyonce.saga.Emission;

/** What an orchestrator sends, in words. */
final class SagaText {
  private SagaText() {}

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
