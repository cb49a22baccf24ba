package onlyonce.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import onlyonce.ledger.LedgerEntry;
import onlyonce.ledger.LedgerStore;
import onlyonce.messages.AccountId;
import onlyonce.messages.Command;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.CommandOutcomeCodec;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Event;
import onlyonce.messages.Outcome;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.TransferResult;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.TransferResultCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.Version;
import onlyonce.processor.Handler;
import onlyonce.processor.NewCommand;
import onlyonce.processor.Reply;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The ledger as the engine's handler: here the two meet, which do not know each other. */
final class LedgerHandler implements Handler<LedgerCommand> {
  private static final int RULES_VERSION = 1;
  private static final String SOURCE = "onlyonce/processor";

  private final LedgerStore store;
  private final Partitioning partitioning;

  LedgerHandler(LedgerStore store, Partitioning partitioning) {
    this.store = store;
    this.partitioning = partitioning;
  }

  @Override
  public LedgerCommand decode(Event event, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws UnreadableException {
    Command command = CommandCodec.decode(event, kafkaRecord.value());
    if (!(command instanceof LedgerCommand ledgerCommand)) {
      throw new UnreadableException(
          DeadLetterReason.UNKNOWN_TYPE, command.type().label() + " is no command of the ledger");
    }
    for (AccountId account : ledgerCommand.accounts()) {
      int home = partitioning.of(account);
      if (home != kafkaRecord.partition()) {
        throw new UnreadableException(
            DeadLetterReason.WRONG_PARTITION,
            "account %s lives in ledger partition %d, not in %d"
                .formatted(account, home, kafkaRecord.partition()));
      }
    }
    return ledgerCommand;
  }

  @Override
  public boolean decides(int rulesVersion) {
    return rulesVersion == RULES_VERSION;
  }

  @Override
  public boolean isIdempotent(LedgerCommand command) {
    return command instanceof Command.Settle || command instanceof Command.Release;
  }

  @Override
  public List<Reply> apply(Connection transaction, List<NewCommand<LedgerCommand>> commands)
      throws SQLException {
    List<LedgerEntry> entries =
        commands.stream()
            .map(c -> new LedgerEntry(c.partition(), c.offset(), c.id(), c.command()))
            .toList();
    List<Outcome> outcomes = store.apply(transaction, entries);
    List<Reply> replies = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      replies.add(reply(commands.get(i), outcomes.get(i)));
    }
    return replies;
  }

  @Override
  public void forget(int partition) {
    store.forget(partition);
  }

  @Override
  public Optional<Reply> onRefused(NewCommand<LedgerCommand> command, DeadLetterReason reason) {
    if (!(command.command() instanceof Command.SagaStep)) {
      return Optional.empty();
    }
    return Outcome.ofLabel(reason.label()).map(outcome -> reply(command, outcome));
  }

  private static Reply reply(NewCommand<LedgerCommand> command, Outcome outcome) {
    Version version = new Version(command.partition(), command.offset() + 1);
    return switch (command.command()) {
      case Command.Post _ -> result(command.id(), outcome, version);
      case Command.Open _, Command.Close _ -> answer(command, Optional.empty(), outcome, version);
      case Command.SagaStep step ->
          answer(command, Optional.of(step.transferId()), outcome, version);
    };
  }

  private static Reply result(UUID transferId, Outcome outcome, Version version) {
    boolean applied = outcome == Outcome.APPLIED;
    TransferResult result =
        new TransferResult(
            transferId,
            applied ? End.COMPLETED : End.REJECTED,
            applied ? Optional.empty() : Optional.of(outcome),
            List.of(version));
    return new Reply(
        Topic.TRANSFER_RESULTS.topicName(), transferId, TransferResultCodec.encode(result));
  }

  private static Reply answer(
      NewCommand<LedgerCommand> command,
      Optional<UUID> transferId,
      Outcome outcome,
      Version version) {
    CommandOutcome answer =
        new CommandOutcome(command.id(), command.command().type(), transferId, outcome, version);
    return new Reply(
        Topic.LEDGER_OUTCOMES.topicName(), answer.key(), CommandOutcomeCodec.encode(answer));
  }

  @Override
  public Event event(UUID commandId, Reply reply) {
    Instant time = CommandIds.time(commandId);
    return reply.topic().equals(Topic.TRANSFER_RESULTS.topicName())
        ? new Event(
            CommandIds.derived(commandId, "result"), TransferResultCodec.EVENT_TYPE, SOURCE, time)
        : new Event(
            CommandIds.derived(commandId, "outcome"), CommandOutcomeCodec.EVENT_TYPE, SOURCE, time);
  }
}
