package onlyonce.saga;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/** Values that the first version of this module stored, for the transfer of {@link SagaSample}. */
final class OldSagas {
  /** Format and transfer, with which each of them begins. */
  private static final String BEGINNING = "0107616c6963652d3105626f622d30000000000000006503455552";

  private static final String REST =
      """
      Holding        01
      Crediting      02
      Settling       03000000020000000000000006
      Releasing      040b436f6d70656e73617465640d4163636f756e74436c6f73656401000000020000000000000006
      ParkedHold     050a486f6c6445786973747300000001000000000000000501
      ParkedCredit   05074578706972656400000002000000000000000602
      ParkedSettle   050c486f6c644e6f74466f756e6400000001000000000000000503000000020000000000000006
      ParkedRelease  0512486f6c64416c7265616479536574746c6564000000010000000000000005040745787069726564074578706972656400
      ParkedConflict 0514436f6e666c69637473576974684561726c69657200000002000000000000000602
      Posted         06
      Completed      07000000010000000000000005000000020000000000000006
      Rejected       0811496e73756666696369656e7446756e6473000000010000000000000005
      Compensated    090d4163636f756e74436c6f736564000000010000000000000005000000020000000000000006
      Expired        0a01000000010000000000000005
      """;

  private static final Schedule UNKNOWN = Schedule.unknown(Sample.TIME_MILLIS);
  private static final Version SOURCE = new Version(1, 5);
  private static final Version DESTINATION = new Version(2, 6);

  private OldSagas() {}

  /** Every state by name, as it was stored. */
  static Map<String, byte[]> every() {
    Map<String, byte[]> every = new LinkedHashMap<>();
    REST.lines()
        .map(line -> line.split(" +"))
        .forEach(cells -> every.put(cells[0], HexFormat.of().parseHex(BEGINNING + cells[1])));
    return every;
  }

  /** What each of them means now. */
  static SagaState.Remembered expected(String name) {
    Transfer transfer = SagaSample.TRANSFER;
    Holding holding = new Holding(transfer, UNKNOWN, OptionalLong.empty());
    Crediting crediting = new Crediting(transfer, UNKNOWN);
    Settling settling = new Settling(transfer, DESTINATION, UNKNOWN);
    Optional<Version> refused = Optional.of(DESTINATION);
    return switch (name) {
      case "Holding" -> holding;
      case "Crediting" -> crediting;
      case "Settling" -> settling;
      case "Releasing" ->
          new Releasing(transfer, End.COMPENSATED, Outcome.ACCOUNT_CLOSED, refused, UNKNOWN);
      case "ParkedHold" -> parked(holding, Outcome.HOLD_EXISTS, SOURCE);
      case "ParkedCredit" -> parked(crediting, Outcome.EXPIRED, DESTINATION);
      case "ParkedSettle" -> parked(settling, Outcome.HOLD_NOT_FOUND, SOURCE);
      case "ParkedRelease" ->
          parked(
              new Releasing(transfer, End.EXPIRED, Outcome.EXPIRED, Optional.empty(), UNKNOWN),
              Outcome.HOLD_ALREADY_SETTLED,
              SOURCE);
      case "ParkedConflict" -> parked(crediting, Outcome.CONFLICTS_WITH_EARLIER, DESTINATION);
      case "Posted" -> new Posted(transfer);
      case "Completed" -> new Completed(transfer, SOURCE, DESTINATION);
      case "Rejected" -> new Rejected(transfer, Outcome.INSUFFICIENT_FUNDS, SOURCE);
      case "Compensated" -> new Compensated(transfer, Outcome.ACCOUNT_CLOSED, SOURCE, refused);
      case "Expired" -> new Expired(transfer, Optional.of(SOURCE));
      default -> throw new IllegalArgumentException("no old saga " + name);
    };
  }

  private static Parked parked(Awaiting at, Outcome reason, Version answered) {
    return new Parked(at, reason, answered, Sample.TIME_MILLIS);
  }
}
