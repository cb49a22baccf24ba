package onlyonce.localcluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Starts children that die with us, however we die.
 *
 * <p>The kernel sends the parent-death signal when the <em>thread</em> that started the child ends,
 * so one platform thread starts them all and lives until {@link #close}: whatever is then still
 * running dies too.
 */
public final class Launcher implements AutoCloseable {
  private final Platform platform;
  private final ExecutorService parent =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("parent-of-nodes").factory());

  public Launcher(Platform platform) {
    this.platform = platform;
  }

  public Platform platform() {
    return platform;
  }

  public ChildProcess launch(Command command) {
    LogTail log = prepareLog(command);
    ProcessBuilder builder = builder(command);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    return new ChildProcess(start(builder), platform.hasInner(command.isolation()), log);
  }

  /** Runs a command with our own standard streams and waits for its end. */
  public Exit runInForeground(Command command) {
    try {
      return new Exit(start(builder(command).inheritIO()).waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while running " + command.argv().getFirst(), e);
    }
  }

  /**
   * Runs a command to its end; anything but exit code 0 within the limit is an error with its log.
   */
  public void run(Command command, Duration limit) {
    ChildProcess child = launch(command);
    if (!child.awaitExit(limit)) {
      child.kill(Duration.ofSeconds(5));
      throw new LocalClusterException(
          command.argv().getFirst() + " did not end within " + limit + child.log().asAppendix());
    }
    Exit exit = child.exit().orElseThrow();
    if (exit.code() != 0) {
      throw new LocalClusterException(
          command.argv().getFirst() + " failed with " + exit + child.log().asAppendix());
    }
  }

  @Override
  public void close() {
    parent.shutdown();
  }

  private ProcessBuilder builder(Command command) {
    ProcessBuilder builder =
        new ProcessBuilder(platform.wrap(command)).directory(command.directory().toFile());
    builder.environment().putAll(command.environment());
    return builder;
  }

  private Process start(ProcessBuilder builder) {
    try {
      return parent.submit(builder::start).get();
    } catch (RejectedExecutionException e) {
      throw new LocalClusterException("the cluster is closed: nothing can be started any more", e);
    } catch (ExecutionException e) {
      throw new LocalClusterException("cannot start " + builder.command(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while starting " + builder.command(), e);
    }
  }

  private static LogTail prepareLog(Command command) {
    try {
      Files.createDirectories(command.directory());
      Files.createDirectories(command.log().toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new LocalClusterException("cannot create the folder of " + command.log(), e);
    }
    return LogTail.fromNow(command.log());
  }
}
