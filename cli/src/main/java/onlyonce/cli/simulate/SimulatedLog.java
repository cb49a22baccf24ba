package onlyonce.cli.simulate;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.CommandOutcome;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.DestinationReading;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult;

/**
 * The topics that the roles read from each other. What nobody reads, results and dead letters, is
 * told to the {@link Invariants} at once.
 */
final class SimulatedLog {
  private final List<SimulatedPartition<ForTask>> transfers = partitions(Setting.TASKS);
  private final List<SimulatedPartition<Addressed>> commands = partitions(Setting.LEDGERS);
  private final List<SimulatedPartition<CommandOutcome>> outcomes = partitions(Setting.TASKS);

  /** A command with the id that travels in its record's headers. */
  record Addressed(UUID id, LedgerCommand command) {}

  /** A record of {@code transfers}. */
  sealed interface ForTask {
    /** A client's. */
    record Start(Transfer transfer) implements ForTask {}

    /** A person's, to a parked saga, with what was read at the destination. */
    record Resume(UUID transferId, DestinationReading reading) implements ForTask {}

    /** A person's, to a saga that shall turn back. */
    record Compensate(UUID transferId) implements ForTask {}
  }

  /** What a role says. */
  sealed interface Said {
    /** An answer, for {@code ledger-outcomes}. */
    record Answer(CommandOutcome outcome) implements Said {}

    /** An end, for {@code transfer-results}. */
    record Result(TransferResult result) implements Said {}

    /** A record that was refused, for {@code dead-letters}. */
    record DeadLetter(UUID id, DeadLetterReason reason) implements Said {}
  }

  SimulatedPartition<ForTask> transfers(int task) {
    return transfers.get(task);
  }

  SimulatedPartition<Addressed> commands(int ledger) {
    return commands.get(ledger);
  }

  SimulatedPartition<CommandOutcome> outcomes(int task) {
    return outcomes.get(task);
  }

  /** The task that drives a transfer. */
  static int taskOf(UUID transferId) {
    return Partitioning.ofKey(transferId.toString(), Setting.TASKS);
  }

  private static <R> List<SimulatedPartition<R>> partitions(int count) {
    Supplier<SimulatedPartition<R>> empty = SimulatedPartition::new;
    return Stream.generate(empty).limit(count).toList();
  }
}
