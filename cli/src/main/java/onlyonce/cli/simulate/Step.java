package onlyonce.cli.simulate;

/**
 * One thing that happens: the smallest that a crash, a pause or another role can come before or
 * after. A history is a list of them. A step that cannot happen where it stands is passed over, so
 * every part of a history is a history as well; that is what makes them short when one fails.
 */
sealed interface Step {

  /** Nothing happens for a while. */
  record Pass(long millis) implements Step {}

  /**
   * A client journals a transfer.
   *
   * @param intent its number
   * @param from an account of the {@link Setting}
   * @param to another, or one beyond them, which nobody opened
   * @param viaTransfers whether it takes the saga's way even inside one ledger partition
   * @param clockAheadMillis how wrong the client's clock is
   * @param chance the random bits of its id
   */
  record Want(
      int intent,
      int from,
      int to,
      long amountMinor,
      boolean viaTransfers,
      long clockAheadMillis,
      long chance)
      implements Step {}

  /** The client sends what it journalled, for the first time or again. */
  record SendIntent(int intent, Fate fate) implements Step {}

  /** What a client learns of a send. */
  enum Fate {
    ACKNOWLEDGED,
    /** It is in the log, and the client does not know. */
    ANSWER_LOST,
    /** It is not in the log, and the client does not know. */
    LOST
  }

  /** The same ref comes with another amount: sent under the intent's id. */
  record SendConflict(int intent) implements Step {}

  /** A direct transfer is sent to the orchestrator as well, under the same id. */
  record SendByOtherRoute(int intent) implements Step {}

  /** A client closes an account. */
  record CloseAccount(int account, long chance) implements Step {}

  /** The group gives a ledger partition to a processor, which takes it over in the database. */
  record TakeLedger(int ledger, int processor) implements Step {}

  /** The processor reads some records and decides them; nothing is written yet. */
  record Judge(int ledger, int processor, int records) implements Step {}

  /** The processor's transaction. */
  record CommitBatch(int ledger, int processor) implements Step {}

  /** The outcome of the next record goes out. */
  record Publish(int ledger, int processor) implements Step {}

  /** Kafka's client gives the next outcome up; those behind it may still go out. */
  record GiveUp(int ledger, int processor) implements Step {}

  record CrashProcessor(int processor) implements Step {}

  /**
   * The ledger partition's database dies, and a standby takes its place that lacks the last
   * commits.
   */
  record FailOver(int ledger, int lostCommands) implements Step {}

  /** A broker's clock goes wrong, or right again. */
  record BrokerClock(int ledger, long aheadMillis) implements Step {}

  /** An orchestrator's clock goes wrong, or right again. */
  record OrchestratorClock(int orchestrator, long aheadMillis) implements Step {}

  /** The group gives a task to an orchestrator; the former one's transaction is void. */
  record TakeTask(int task, int orchestrator) implements Step {}

  /** The orchestrator handles the next transfer in its transaction. */
  record ReadStart(int task, int orchestrator) implements Step {}

  /** The orchestrator handles the next outcome in its transaction. */
  record ReadOutcome(int task, int orchestrator) implements Step {}

  /** The orchestrator looks at the clock: deadlines, retries, what can be forgotten. */
  record Tick(int task, int orchestrator) implements Step {}

  /**
   * The orchestrator's transaction: states, commands, results and offsets.
   *
   * @param holdsLag whether its Holds come into the log later
   */
  record CommitTask(int task, int orchestrator, boolean holdsLag) implements Step {}

  /** Holds that lagged come into the log. */
  record Land(int ledger) implements Step {}

  record CrashOrchestrator(int orchestrator) implements Step {}

  /** A task's offsets are lost and its topics are read again from their beginning. */
  record LoseOffsets(int task) implements Step {}

  /** A person looks for a transfer's money in the destination's books, and notes what is there. */
  record Look(int intent) implements Step {}

  /**
   * A person asks a parked saga to go on.
   *
   * @param byTheNote by what was noted earlier, instead of a new look at the destination
   */
  record Resume(int intent, boolean byTheNote) implements Step {}

  /** A person asks a saga to turn back. */
  record Compensate(int intent) implements Step {}
}
