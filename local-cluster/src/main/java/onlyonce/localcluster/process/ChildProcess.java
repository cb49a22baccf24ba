package onlyonce.localcluster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One started child with everything below it.
 *
 * <p>{@code kill}, {@code pause} and {@code resume} return only when the system's process table
 * shows the effect in every process of the tree, and throw when it doesn't in time. In a PID
 * namespace the kernel reports the first process' end only when all others have ended, so the
 * wrapper's exit is the proof. Elsewhere the tree is stopped before it is killed: nothing can fork
 * away between the look and the blow.
 */
public final class ChildProcess {
  private final Process process;
  private final boolean hasInner;
  private final LogTail log;
  private volatile @Nullable ProcessHandle inner;

  ChildProcess(Process process, boolean hasInner, LogTail log) {
    this.process = process;
    this.hasInner = hasInner;
    this.log = log;
  }

  /** What it has written since this start. */
  public LogTail log() {
    return log;
  }

  /** The program's own process, as the host sees it. */
  public long pid() {
    return main().pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The program's process is stopped by a signal, ours or anybody's. */
  public boolean isStopped() {
    return process.isAlive() && ProcessTable.stopped(pid());
  }

  /** How it ended; empty while it lives. */
  public Optional<Exit> exit() {
    return process.isAlive() ? Optional.empty() : Optional.of(new Exit(process.exitValue()));
  }

  public boolean awaitExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while waiting for pid " + process.pid(), e);
    }
  }

  private void signal(Signal signal) {
    if (process.isAlive()) {
      signal.send(List.of(pid()));
    }
  }

  /**
   * Asks the program to end by a signal, and kills it after the limit. What it had started and left
   * behind is killed too.
   */
  public void stop(Signal signal, Duration limit, Duration killLimit) {
    List<ProcessHandle> below = main().descendants().toList();
    signal(signal);
    if (!awaitExit(limit)) {
      kill(killLimit);
    }
    Set<Long> left = new HashSet<>();
    below.stream().filter(ProcessHandle::isAlive).forEach(handle -> left.add(handle.pid()));
    Signal.KILL.send(left);
    if (!Deadline.after(killLimit).await(() -> allGone(left))) {
      throw new LocalClusterException(
          "children of pid "
              + process.pid()
              + " not gone "
              + killLimit
              + " after SIGKILL: "
              + left);
    }
  }

  /** SIGKILL to everything; returns the processes that were seen to be gone. */
  public Set<Long> kill(Duration limit) {
    Deadline deadline = Deadline.after(limit);
    if (!hasInner) {
      signal(Signal.STOP);
    }
    Set<Long> tree = new HashSet<>(ProcessTable.tree(main()));
    Signal.KILL.send(tree);
    if (!awaitExit(deadline.remaining()) || !deadline.await(() -> allGone(tree))) {
      throw new LocalClusterException(
          "pid " + process.pid() + " and what is below it: not gone " + limit + " after SIGKILL");
    }
    return tree;
  }

  /** SIGSTOP to the program and, until no new one appears, to everything below it. */
  public Set<Long> pause(Duration limit) {
    Deadline deadline = Deadline.after(limit);
    Set<Long> stopped = new HashSet<>();
    boolean stable =
        deadline.await(
            () -> {
              List<Long> tree = ProcessTable.tree(main());
              List<Long> moving = tree.stream().filter(pid -> !ProcessTable.stopped(pid)).toList();
              Signal.STOP.send(moving);
              boolean same = moving.isEmpty() && stopped.containsAll(tree);
              stopped.clear();
              stopped.addAll(tree);
              return same && !tree.isEmpty();
            });
    if (!stable) {
      throw new LocalClusterException(
          "pid " + pid() + " and what is below it: not all stopped " + limit + " after SIGSTOP");
    }
    return Set.copyOf(stopped);
  }

  /** SIGCONT to everything; returns the processes that were seen to run again. */
  public Set<Long> resume(Duration limit) {
    Deadline deadline = Deadline.after(limit);
    Set<Long> tree = new HashSet<>(ProcessTable.tree(main()));
    Signal.CONT.send(tree);
    if (!deadline.await(() -> tree.stream().noneMatch(ProcessTable::stopped))) {
      throw new LocalClusterException(
          "pid " + pid() + ": still stopped " + limit + " after SIGCONT");
    }
    return tree;
  }

  private ProcessHandle main() {
    if (!hasInner) {
      return process.toHandle();
    }
    ProcessHandle known = inner;
    if (known == null) {
      // The namespace's first process is forked a moment after the wrapper starts.
      Deadline deadline = Deadline.after(Duration.ofSeconds(5));
      deadline.await(() -> firstChild().isPresent() || !process.isAlive());
      known = firstChild().orElseGet(process::toHandle);
      inner = known;
    }
    return known;
  }

  private Optional<ProcessHandle> firstChild() {
    return process.toHandle().children().findFirst();
  }

  private static boolean allGone(Set<Long> pids) {
    return pids.stream().allMatch(ProcessTable::gone);
  }
}
