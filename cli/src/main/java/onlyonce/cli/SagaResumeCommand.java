package onlyonce.cli;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Outcome;
import onlyonce.messages.SagaRequest;
import onlyonce.messages.ShardMap;
import onlyonce.saga.Crediting;
import onlyonce.saga.Parked;
import onlyonce.saga.SagaState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a parked saga go on. */
@Command(
    name = "resume",
    description = {
      "Lets a parked saga go on. Its step is sent again under its id; a Credit that was not judged",
      "never will be, so there the destination's books are read, and the saga settles or releases."
    })
final class SagaResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SagaChoice choice = new SagaChoice();
  @Mixin private AuditUserOption auditUser = new AuditUserOption();

  @Override
  public Integer call() throws SQLException {
    UUID transferId = choice.transferId();
    Map<String, Object> clientProperties = choice.kafka().clientProperties();
    ShardMap map = PlatformCheck.shardMap(clientProperties);
    AnswerPerson person = new AnswerPerson(new Terminal(spec), map);
    Optional<SagaState.Remembered> saga = SagaStates.of(clientProperties, transferId);
    if (saga.isEmpty()) {
      return person.refuse("no saga has the id " + transferId);
    }
    if (!(saga.get() instanceof Parked parked)) {
      return person.refuse("it is not parked, so there is nothing to resume", saga.get());
    }
    if (parked.reason() == Outcome.CONFLICTS_WITH_EARLIER) {
      return person.refuse(
          "another command had the id of its step, so no answer under it proves anything;"
              + " look at the books, and correct them with new transfers",
          parked);
    }
    SagaRequest.Resume request = new SagaRequest.Resume(transferId, Optional.empty());
    if (parked.at() instanceof Crediting && parked.reason() == Outcome.EXPIRED) {
      DestinationReading reading = ReadDestination.of(parked.transfer(), map, auditUser.name());
      if (reading instanceof DestinationReading.NotCredited
          && reading.version().nextOffset() < parked.answered().nextOffset()) {
        return person.refuse(
            "the destination has applied its log up to %d, and must have passed %d first"
                .formatted(reading.version().nextOffset(), parked.answered().nextOffset()),
            parked);
      }
      request = new SagaRequest.Resume(transferId, Optional.of(reading));
    }
    return person.tell(
        AskSaga.andWait(clientProperties, request, SagaResumeCommand::goesOn, choice.patience()),
        SagaResumeCommand::goesOn,
        choice.patience());
  }

  static boolean goesOn(SagaState.Remembered saga) {
    return !(saga instanceof Parked);
  }
}
