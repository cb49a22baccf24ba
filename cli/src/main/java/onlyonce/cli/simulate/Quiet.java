package onlyonce.cli.simulate;

import java.util.function.Predicate;

/** What a plot keeps from happening for a while: a role that is paused, dead or slow. */
final class Quiet {
  private Quiet() {}

  static Predicate<Step> nothing() {
    return _ -> true;
  }

  /** No processor touches the ledger partition. */
  static Predicate<Step> ledger(int ledger) {
    return step ->
        switch (step) {
          case Step.TakeLedger take -> take.ledger() != ledger;
          case Step.Judge judge -> judge.ledger() != ledger;
          case Step.CommitBatch commit -> commit.ledger() != ledger;
          case Step.Publish publish -> publish.ledger() != ledger;
          case Step.GiveUp giveUp -> giveUp.ledger() != ledger;
          default -> true;
        };
  }

  /** The ledger partition is applied, but nothing of it gets out, and it stays where it is. */
  static Predicate<Step> outcomesOf(int ledger) {
    return step ->
        switch (step) {
          case Step.TakeLedger take -> take.ledger() != ledger;
          case Step.Publish publish -> publish.ledger() != ledger;
          case Step.GiveUp giveUp -> giveUp.ledger() != ledger;
          case Step.FailOver fail -> fail.ledger() != ledger;
          case Step.CrashProcessor _ -> false;
          default -> true;
        };
  }

  /** Nobody runs the task. */
  static Predicate<Step> task(int task) {
    return step ->
        switch (step) {
          case Step.TakeTask take -> take.task() != task;
          case Step.ReadStart read -> read.task() != task;
          case Step.ReadOutcome read -> read.task() != task;
          case Step.Tick tick -> tick.task() != task;
          case Step.CommitTask commit -> commit.task() != task;
          case Step.LoseOffsets lose -> lose.task() != task;
          case Step.Resume _, Step.Compensate _, Step.CrashOrchestrator _ -> false;
          default -> true;
        };
  }

  /** No person meddles. */
  static Predicate<Step> people() {
    return step -> !(step instanceof Step.Resume) && !(step instanceof Step.Compensate);
  }
}
