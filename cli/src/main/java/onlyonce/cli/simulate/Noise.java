package onlyonce.cli.simulate;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import onlyonce.saga.SagaState;
import org.jspecify.annotations.Nullable;

/**
 * Draws the next step of a history: mostly work that goes on, sometimes time, sometimes a fault.
 */
final class Noise {
  private static final int DRAWS = 30;

  private final World world;
  private final RandomGenerator random;
  private final double roughness;
  private int intents;

  /**
   * @param roughness how often something goes wrong, 0 to 1
   */
  Noise(World world, RandomGenerator random, double roughness) {
    this.world = world;
    this.random = random;
    this.roughness = roughness;
  }

  /** A step that the filter lets through; a moment's silence when none is found. */
  Step next(Predicate<Step> allowed) {
    for (int i = 0; i < DRAWS; i++) {
      Step drawn = draw();
      if (drawn != null && allowed.test(drawn)) {
        return drawn;
      }
    }
    return new Step.Pass(10 + random.nextInt(200));
  }

  private @Nullable Step draw() {
    int dice = random.nextInt(100);
    if (dice < 50) {
      return ledger(random.nextInt(Setting.LEDGERS));
    }
    if (dice < 84) {
      return task(random.nextInt(Setting.TASKS));
    }
    if (dice < 94) {
      return client();
    }
    if (dice < 98) {
      return new Step.Pass(millis());
    }
    return random.nextDouble() < roughness ? fault() : null;
  }

  private long millis() {
    int dice = random.nextInt(20);
    return dice < 15
        ? 1 + random.nextInt(500)
        : dice < 19 ? 500 + random.nextInt(4_000) : 4_000 + random.nextInt(25_000);
  }

  private @Nullable Step ledger(int number) {
    LedgerPartition ledger = world.ledger(number);
    int owner = ledger.owner();
    if (random.nextInt(40) == 0) {
      return asleep(number, (owner + 1) % Setting.PROCESSORS);
    }
    if (random.nextDouble() < roughness / 30) {
      return new Step.TakeLedger(number, random.nextInt(Setting.PROCESSORS));
    }
    if (!ledger.hasSession(owner)
        || (ledger.hasGivenUp(owner) && !ledger.hasDue(owner) && random.nextInt(3) == 0)) {
      return new Step.TakeLedger(number, owner);
    }
    if (ledger.hasBatch(owner)) {
      return new Step.CommitBatch(number, owner);
    }
    if (ledger.hasDue(owner) && random.nextInt(8) > 0) {
      return random.nextDouble() < roughness / 25
          ? new Step.GiveUp(number, owner)
          : new Step.Publish(number, owner);
    }
    if (world.isLagging(number) && random.nextInt(4) == 0) {
      return new Step.Land(number);
    }
    return ledger.hasUnread(owner) ? new Step.Judge(number, owner, 1 + random.nextInt(4)) : null;
  }

  /** A processor that was paused, and wakes. */
  private @Nullable Step asleep(int number, int processor) {
    LedgerPartition ledger = world.ledger(number);
    if (ledger.hasBatch(processor)) {
      return new Step.CommitBatch(number, processor);
    }
    return ledger.hasDue(processor) ? new Step.Publish(number, processor) : null;
  }

  private @Nullable Step task(int number) {
    SagaTask task = world.task(number);
    int owner = task.owner();
    if (!task.hasSession(owner)) {
      return new Step.TakeTask(number, owner);
    }
    if (random.nextDouble() < roughness / 30) {
      return new Step.TakeTask(number, random.nextInt(Setting.ORCHESTRATORS));
    }
    int dice = random.nextInt(10);
    if (dice < 4 && task.isDirty(owner)) {
      return new Step.CommitTask(number, owner, random.nextDouble() < roughness / 10);
    }
    if (dice < 7 && task.hasUnreadOutcome(owner)) {
      return new Step.ReadOutcome(number, owner);
    }
    if (dice < 9 && task.hasUnreadStart(owner)) {
      return new Step.ReadStart(number, owner);
    }
    return dice == 9 && task.nextDueMillis().orElse(Long.MAX_VALUE) <= world.scene().nowMillis()
        ? new Step.Tick(number, owner)
        : null;
  }

  private @Nullable Step client() {
    int number = intents == 0 ? 0 : 1 + random.nextInt(intents);
    Clients.Journalled known = world.clients().journalled(number);
    if (known != null && !known.isAcknowledged() && random.nextInt(10) > 0) {
      return new Step.SendIntent(number, fate());
    }
    int dice = random.nextInt(20);
    if (known != null && dice < 3) {
      return new Step.SendIntent(number, fate());
    }
    if (known != null && dice == 3) {
      return new Step.SendConflict(number);
    }
    if (known != null && dice == 4 && world.saga(known.id()) instanceof SagaState.Open) {
      return switch (random.nextInt(3)) {
        case 0 -> new Step.Compensate(number);
        case 1 -> new Step.Look(number);
        default -> new Step.Resume(number, random.nextBoolean());
      };
    }
    if (dice == 5) {
      return new Step.Tick(random.nextInt(Setting.TASKS), 0);
    }
    if (known != null && dice == 6 && random.nextInt(3) == 0) {
      return new Step.SendByOtherRoute(number);
    }
    return dice < 10 || intents >= 14 ? null : anyWish();
  }

  private Step.Fate fate() {
    int dice = random.nextInt(10);
    return dice < 7 ? Step.Fate.ACKNOWLEDGED : dice < 9 ? Step.Fate.ANSWER_LOST : Step.Fate.LOST;
  }

  private Step anyWish() {
    int from = random.nextInt(Setting.ACCOUNTS.size());
    int to = random.nextInt(Setting.ACCOUNTS.size() + Setting.NOBODY.size());
    if (to == from) {
      to = (to + 1) % Setting.ACCOUNTS.size();
    }
    return wish(from, to, 1 + random.nextInt(300), random.nextInt(6) == 0, clientClock());
  }

  /** Most clocks are right, some a little wrong, and a few by more than anybody forgives. */
  private long clientClock() {
    int dice = random.nextInt(60);
    long window = Setting.WINDOW.toMillis();
    return switch (dice) {
      case 0 -> -window - 1_000;
      case 1 -> -window / 2 - 1_000;
      case 2 -> 2 * window;
      case 3, 4, 5 -> random.nextInt(60_000) - 30_000;
      default -> 0;
    };
  }

  /** A new intent, under the next number. */
  Step.Want wish(int from, int to, long amountMinor, boolean viaTransfers, long clockAheadMillis) {
    return new Step.Want(
        ++intents, from, to, amountMinor, viaTransfers, clockAheadMillis, random.nextLong());
  }

  private @Nullable Step fault() {
    int ledger = random.nextInt(Setting.LEDGERS);
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Step.CrashProcessor(random.nextInt(Setting.PROCESSORS));
      case 2, 3 -> new Step.CrashOrchestrator(random.nextInt(Setting.ORCHESTRATORS));
      case 4 -> {
        int account = random.nextInt(Setting.ACCOUNTS.size());
        yield Setting.ACCOUNTS.get(account).mayClose()
            ? new Step.CloseAccount(account, random.nextLong())
            : null;
      }
      case 5, 6 -> new Step.FailOver(ledger, random.nextInt(6));
      case 7 -> new Step.BrokerClock(ledger, clock());
      case 8 -> new Step.OrchestratorClock(random.nextInt(Setting.ORCHESTRATORS), clock());
      default ->
          random.nextInt(4) == 0 ? new Step.LoseOffsets(random.nextInt(Setting.TASKS)) : null;
    };
  }

  private long clock() {
    return switch (random.nextInt(6)) {
      case 0 -> -2 * Setting.WINDOW.toMillis();
      case 1 -> 2 * Setting.WINDOW.toMillis();
      case 2, 3 -> random.nextInt(60_000) - 30_000L;
      default -> 0;
    };
  }

  RandomGenerator random() {
    return random;
  }
}
