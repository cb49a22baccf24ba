package onlyonce.cli.simulate;

import java.time.Duration;
import onlyonce.ledger.LedgerView;
import onlyonce.ledger.Rules;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.CommandIds;
import onlyonce.saga.RetryPolicy;
import onlyonce.saga.SagaEvent;
import onlyonce.saga.SagaRules;
import onlyonce.saga.SagaState;
import onlyonce.saga.TaskFloor;

/** The code that runs in production. */
final class RealCores implements Cores {
  static final RetryPolicy RETRIES =
      new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(20));

  private final SagaRules sagas = new SagaRules(Setting.PARTITIONING, Setting.WINDOW, RETRIES);

  @Override
  public onlyonce.ledger.Decision decide(LedgerView view, LedgerCommand command) {
    return Rules.decide(view, command);
  }

  @Override
  public onlyonce.saga.Decision decide(SagaState state, SagaEvent event) {
    return sagas.decide(state, event);
  }

  @Override
  public boolean remembersIds() {
    return true;
  }

  @Override
  public boolean fencesOwners() {
    return true;
  }

  @Override
  public boolean mayForget(SagaState.Remembered state, TaskFloor floor) {
    return switch (state) {
      case SagaState.Open _ -> false;
      case SagaState.Remembered ended ->
          CommandIds.timeMillis(ended.transfer().id()) < floor.floorMillis();
    };
  }
}
