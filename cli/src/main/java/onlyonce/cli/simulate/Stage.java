package onlyonce.cli.simulate;

import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CommandType;
import onlyonce.saga.SagaState;

/**
 * Where a history is made up as it goes: plots direct some of it, noise does the rest, and all that
 * happened is written down, so that it can be played again and cut.
 */
final class Stage {
  /** So many steps are waited for something that a plot wants to see. */
  private static final int PATIENCE = 160;

  private final World world;
  private final Noise noise;
  private final List<Step> script;

  Stage(World world, Noise noise, List<Step> script) {
    this.world = world;
    this.noise = noise;
    this.script = script;
  }

  World world() {
    return world;
  }

  RandomGenerator random() {
    return noise.random();
  }

  /** Makes a step happen, if it can. */
  boolean act(Step step) {
    script.add(step);
    boolean happened = world.apply(step);
    if (!happened) {
      script.removeLast();
    }
    return happened;
  }

  void noise(int steps) {
    for (int i = 0; i < steps; i++) {
      act(noise.next(_ -> true));
    }
  }

  /** Noise of the allowed kinds until something is so; false when it takes too long. */
  boolean until(BooleanSupplier reached, Predicate<Step> allowed) {
    for (int i = 0; i < PATIENCE && !reached.getAsBoolean(); i++) {
      act(noise.next(allowed));
    }
    return reached.getAsBoolean();
  }

  void pass(long millis) {
    act(new Step.Pass(millis));
  }

  /** A new transfer is wanted and not sent. */
  Cast want(int from, int to, long amountMinor, boolean viaTransfers) {
    Step.Want want = noise.wish(from, to, amountMinor, viaTransfers, 0);
    act(want);
    return new Cast(world, want.intent());
  }

  /** A new transfer between two ledger partitions, small enough to be paid. */
  Cast wantAcross() {
    int fromLedger = random().nextInt(Setting.LEDGERS);
    int toLedger = (fromLedger + 1 + random().nextInt(Setting.LEDGERS - 1)) % Setting.LEDGERS;
    return want(payer(fromLedger), payer(toLedger), 1 + random().nextInt(5), false);
  }

  /** An account with money in EUR. */
  int payer(int ledger) {
    return ledger * 4 + random().nextInt(2);
  }

  /** The account of a ledger partition that has nothing. */
  static int closable(int ledger) {
    return ledger * 4 + 3;
  }

  /** Lets a ledger partition's time reach the present: a new command comes, and is judged. */
  void raiseFloor(int ledger) {
    Cast direct = want(ledger * 4, ledger * 4 + 1, 1, false);
    act(new Step.SendIntent(direct.intent(), Step.Fate.ACKNOWLEDGED));
  }

  /** Lets a task's time reach the present. */
  boolean raiseTaskFloor(int task) {
    for (int i = 0; i < 8; i++) {
      Cast across = wantAcross();
      act(new Step.SendIntent(across.intent(), Step.Fate.ACKNOWLEDGED));
      if (across.task() == task) {
        int owner = world.task(task).owner();
        act(new Step.TakeTask(task, owner));
        while (world.task(task).hasUnreadStart(owner)) {
          act(new Step.ReadStart(task, owner));
        }
        return act(new Step.CommitTask(task, owner, false));
      }
    }
    return false;
  }

  /** One transfer that a plot is about. */
  record Cast(World world, int intent) {
    private Clients.Journalled journalled() {
      Clients.Journalled found = world.clients().journalled(intent);
      if (found == null) {
        throw new IllegalStateException("intent " + intent + " was never journalled");
      }
      return found;
    }

    UUID id() {
      return journalled().id();
    }

    UUID stepId(CommandType step) {
      return CommandIds.ofStep(id(), step);
    }

    SagaState state() {
      return world.saga(id());
    }

    boolean is(Class<? extends SagaState> kind) {
      return kind.isInstance(state());
    }

    int task() {
      return SimulatedLog.taskOf(id());
    }

    int source() {
      return Setting.PARTITIONING.of(journalled().wish().from());
    }

    int destination() {
      return Setting.PARTITIONING.of(journalled().wish().to());
    }

    TransferFacts facts() {
      return world.scene().invariants().of(id());
    }
  }
}
