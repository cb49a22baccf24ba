package onlyonce.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import onlyonce.chaos.trace.Moment;
import onlyonce.messages.CommandType;
import onlyonce.messages.Outcome;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.ShardMap;
import onlyonce.saga.Compensated;
import onlyonce.saga.Completed;
import onlyonce.saga.Crediting;
import onlyonce.saga.Ended;
import onlyonce.saga.Expired;
import onlyonce.saga.Holding;
import onlyonce.saga.Parked;
import onlyonce.saga.Posted;
import onlyonce.saga.Rejected;
import onlyonce.saga.Releasing;
import onlyonce.saga.SagaState;
import onlyonce.saga.Settling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Turns a saga back. */
@Command(
    name = "compensate",
    description = {
      "Turns a saga back: whatever is held at the source is released. Only while no Credit was"
          + " sent;",
      "after that the destination's stored answer alone decides."
    })
final class SagaCompensateCommand implements Callable<Integer> {
  private static final String TOO_LATE =
      "its Credit was sent, so only the destination's stored answer decides; to have the money"
          + " back, send another transfer";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SagaChoice choice = new SagaChoice();

  @Override
  public Integer call() {
    UUID transferId = choice.transferId();
    Map<String, Object> clientProperties = choice.kafka().clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    AnswerPerson person = new AnswerPerson(new Terminal(spec), map);
    Optional<SagaState.Remembered> saga = SagaStates.of(clientProperties, transferId);
    if (saga.isEmpty()) {
      return person.refuse("no saga has the id " + transferId);
    }
    Optional<String> refusal =
        refusal(saga.get()).or(() -> foreignCredit(clientProperties, map, saga.get()));
    return refusal.isPresent()
        ? person.refuse(refusal.get(), saga.get())
        : person.tell(
            AskSaga.andWait(
                clientProperties,
                new SagaRequest.Compensate(transferId),
                SagaCompensateCommand::isTurnedBack,
                choice.patience()),
            SagaCompensateCommand::isTurnedBack,
            choice.patience());
  }

  /** Whether the money goes back to its source, or is there; why does not matter here. */
  static boolean isTurnedBack(SagaState.Remembered saga) {
    return switch (saga) {
      case Releasing _, Compensated _, Expired _ -> true;
      case Holding _, Parked _, Crediting _, Settling _, Posted _, Completed _, Rejected _ -> false;
    };
  }

  /**
   * A conflict tells that others sent steps under this transfer's ids, so that this saga sent no
   * {@code Credit} proves nothing: the log does.
   */
  private static Optional<String> foreignCredit(
      Map<String, Object> clientProperties, ShardMap map, SagaState.Remembered saga) {
    return saga instanceof Parked parked && parked.reason() == Outcome.CONFLICTS_WITH_EARLIER
        ? foreignCredit(
            TellSaga.of(clientProperties, map, saga.transfer().id(), Optional.of(saga.transfer())))
        : Optional.empty();
  }

  /** What the log of a transfer, whose saga sent no {@code Credit}, has against turning back. */
  static Optional<String> foreignCredit(List<Moment> moments) {
    return moments.stream()
        .filter(moment -> moment.subject().equals(CommandType.CREDIT.label()))
        .findFirst()
        .map(
            credit ->
                ("a Credit under its id is in the log, at %s, though its saga sent none; look at"
                        + " the books, and correct them with new transfers")
                    .formatted(credit.record()));
  }

  /** Why a saga cannot be turned back, as far as can be seen from here. */
  static Optional<String> refusal(SagaState.Remembered saga) {
    return switch (saga) {
      case Holding _ -> Optional.empty();
      case Releasing _ -> Optional.of("it turns back already");
      case Crediting _, Settling _ -> Optional.of(TOO_LATE);
      case Parked parked ->
          parked.at() instanceof Releasing
              ? Optional.of("it turns back already, and is parked there: resume it")
              : refusal(parked.at());
      case Posted _ ->
          Optional.of("one ledger partition has both accounts, which judges it in one step");
      case Ended _ -> Optional.of("it has ended");
    };
  }
}
