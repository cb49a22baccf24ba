package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.Said;
import onlyonce.cli.simulate.SimulatedPartition.Appended;
import onlyonce.messages.Command;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Outcome;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/** What a processor says about a record: the end of a direct transfer, or an answer to a step. */
final class Replies {
  private Replies() {}

  static Said of(int ledger, Appended<Addressed> at, Outcome outcome) {
    Version version = new Version(ledger, at.offset() + 1L);
    UUID id = at.value().id();
    return switch (at.value().command()) {
      case Command.Post _ -> {
        boolean applied = outcome == Outcome.APPLIED;
        yield new Said.Result(
            new TransferResult(
                id,
                applied ? End.COMPLETED : End.REJECTED,
                applied ? Optional.empty() : Optional.of(outcome),
                List.of(version)));
      }
      case Command.Open open ->
          new Said.Answer(new CommandOutcome(id, open.type(), Optional.empty(), outcome, version));
      case Command.Close close ->
          new Said.Answer(new CommandOutcome(id, close.type(), Optional.empty(), outcome, version));
      case Command.SagaStep step ->
          new Said.Answer(
              new CommandOutcome(
                  id, step.type(), Optional.of(step.transferId()), outcome, version));
    };
  }

  /** A dead letter, and for a saga's step an answer that judges the record. */
  static List<Said> refused(int ledger, Appended<Addressed> at, DeadLetterReason reason) {
    List<Said> said = new ArrayList<>(2);
    said.add(new Said.DeadLetter(at.value().id(), reason));
    if (at.value().command() instanceof Command.SagaStep) {
      Outcome.ofLabel(reason.label()).ifPresent(outcome -> said.add(of(ledger, at, outcome)));
    }
    return said;
  }

  static String text(List<Said> said, Function<UUID, String> names) {
    return text(said.getLast(), names);
  }

  private static String text(Said said, Function<UUID, String> names) {
    return switch (said) {
      case Said.Answer answer ->
          "%s %s %s"
              .formatted(
                  answer.outcome().type().label(),
                  names.apply(answer.outcome().key()),
                  answer.outcome().outcome().label());
      case Said.Result result -> text(result.result(), names);
      case Said.DeadLetter letter ->
          "%s is a dead letter, %s".formatted(names.apply(letter.id()), letter.reason().label());
    };
  }

  /** With the versions, which differ when the same was done twice. */
  static String exact(TransferResult result, Function<UUID, String> names) {
    List<String> versions =
        result.versions().stream()
            .map(version -> "ledger %d@%d".formatted(version.partition(), version.nextOffset() - 1))
            .toList();
    return "%s by %s"
        .formatted(
            text(result, names), versions.isEmpty() ? "nobody" : String.join(", ", versions));
  }

  static String text(TransferResult result, Function<UUID, String> names) {
    return "%s %s%s"
        .formatted(
            names.apply(result.transferId()),
            result.end().label(),
            result.reason().map(reason -> " (" + reason.label() + ")").orElse(""));
  }
}
