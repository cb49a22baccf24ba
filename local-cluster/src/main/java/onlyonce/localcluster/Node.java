package onlyonce.localcluster;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import onlyonce.localcluster.network.Network;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.Exit;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.LogTail;
import org.jspecify.annotations.Nullable;

/**
 * One node over its successive processes. What happens to its process is said by the process table;
 * kept here are only what that cannot tell: whether the process was ready, and whether its end was
 * asked for.
 *
 * <pre>
 *   STOPPED --spawn--> STARTING --ready--> RUNNING --pause--> PAUSED --resume--> RUNNING
 *      ^                  |                   |                  |
 *      +------ stop ------+-------------------+---(killed first)-+
 *   EXITED: the process ended in any state without stop; spawn leads out of it too.
 * </pre>
 *
 * <p>The lock covers the deeds, never the wait for readiness: a node that hangs at its start can be
 * killed.
 */
final class Node {
  private static final Duration EFFECT_LIMIT = Duration.ofSeconds(10);

  private final NodeRecipe recipe;
  private final Launcher launcher;
  private final Network network;
  private volatile @Nullable ChildProcess child;
  private volatile boolean ready;
  private volatile boolean asked;

  Node(NodeRecipe recipe, Launcher launcher, Network network) {
    this.recipe = recipe;
    this.launcher = launcher;
    this.network = network;
  }

  String name() {
    return recipe.name();
  }

  NodeRecipe recipe() {
    return recipe;
  }

  boolean replaceable() {
    ChildProcess current = child;
    return recipe instanceof RoleRecipe && (current == null || !current.isAlive());
  }

  NodeStatus status() {
    ChildProcess current = child;
    boolean alive = current != null && current.isAlive();
    return new NodeStatus(
        recipe.name(),
        recipe.role(),
        alive && current != null ? (Long) current.pid() : null,
        recipe.address(),
        state(current),
        current == null ? null : current.exit().map(Exit::toString).orElse(null),
        recipe.log().toString());
  }

  private NodeState state(@Nullable ChildProcess current) {
    if (current == null) {
      return NodeState.STOPPED;
    }
    if (!current.isAlive()) {
      return asked ? NodeState.STOPPED : NodeState.EXITED;
    }
    if (current.isStopped()) {
      return NodeState.PAUSED;
    }
    return ready ? NodeState.RUNNING : NodeState.STARTING;
  }

  /** The end of the log of a process that lives no more; null while it does. */
  @Nullable LogTail deathNote() {
    ChildProcess current = child;
    return current == null || current.isAlive() ? null : current.log();
  }

  /** Starts a process; {@link #awaitReady} tells when it is up. */
  synchronized ChildProcess spawn(Runnable justBefore) {
    ChildProcess current = child;
    if (current != null && current.isAlive()) {
      throw new LocalClusterException(name() + " runs already, as pid " + current.pid());
    }
    var command = recipe.prepare().in(network.namespace(name()));
    justBefore.run();
    ready = false;
    asked = false;
    ChildProcess fresh = launcher.launch(command);
    child = fresh;
    return fresh;
  }

  NodeEffect.Started awaitReady(ChildProcess process) {
    long start = System.nanoTime();
    Deadline deadline = Deadline.after(recipe.readyWithin());
    boolean up =
        deadline.await(() -> !process.isAlive() || recipe.isReady(process)) && process.isAlive();
    if (!up) {
      throw new LocalClusterException(
          name()
              + process
                  .exit()
                  .map(exit -> " ended while it started, with " + exit)
                  .orElse(" is not ready after " + recipe.readyWithin().toSeconds() + " s")
              + process.log().asAppendix());
    }
    ready = true;
    return new NodeEffect.Started(name(), process.pid(), recipe.address(), Millis.since(start));
  }

  synchronized NodeEffect.Killed kill() {
    ChildProcess current = living("kill");
    long pid = current.pid();
    Set<Long> gone = current.kill(EFFECT_LIMIT);
    return new NodeEffect.Killed(name(), pid, current.exit().orElseThrow().toString(), gone.size());
  }

  synchronized NodeEffect.Paused pause() {
    ChildProcess current = living("pause");
    return new NodeEffect.Paused(name(), current.pid(), current.pause(EFFECT_LIMIT).size());
  }

  synchronized NodeEffect.Resumed resume() {
    ChildProcess current = living("resume");
    return new NodeEffect.Resumed(name(), current.pid(), current.resume(EFFECT_LIMIT).size());
  }

  /** Asks it to end, and kills it when it doesn't; one that is paused can't hear, and is killed. */
  synchronized NodeEffect.Stopped stop() {
    ChildProcess current = living("stop");
    long pid = current.pid();
    asked = true;
    if (current.isStopped()) {
      current.kill(EFFECT_LIMIT);
    } else {
      current.stop(recipe.stopSignal(), recipe.stopWithin(), EFFECT_LIMIT);
    }
    return new NodeEffect.Stopped(name(), pid, current.exit().orElseThrow().toString());
  }

  synchronized void stopIfAlive() {
    if (deathNote() == null && child != null) {
      stop();
    }
  }

  /** The end without ado, for a start that failed or data that nobody wants. */
  synchronized void killIfAlive() {
    ChildProcess current = child;
    if (current != null && current.isAlive()) {
      asked = true;
      current.kill(EFFECT_LIMIT);
    }
  }

  long livingPid() {
    return living("find").pid();
  }

  /** Does something to its data; nobody starts it meanwhile. */
  synchronized <T> T whileDead(Supplier<T> deed) {
    ChildProcess current = child;
    if (current != null && current.isAlive()) {
      throw new LocalClusterException(
          name() + " runs, as pid " + current.pid() + ": kill or stop it first");
    }
    return deed.get();
  }

  private ChildProcess living(String verb) {
    ChildProcess current = child;
    if (current == null || !current.isAlive()) {
      throw new LocalClusterException(
          "cannot " + verb + " " + name() + ": it is " + state(current).label());
    }
    return current;
  }
}
