package onlyonce.localcluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import onlyonce.localcluster.process.Deadline;
import onlyonce.localcluster.process.LocalClusterException;
import onlyonce.localcluster.process.LogTail;

/**
 * Starts a supervisor that outlives the process that started it.
 *
 * <p>Until all is up it does not: it reads its standard input, a pipe from the starter, and ends
 * when that ends before the word {@value #TAKE_OVER} came. So a starter that is interrupted or
 * killed half-way leaves nothing behind.
 */
public final class DetachedSupervisor {
  private static final String TAKE_OVER = "take-over";
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  private DetachedSupervisor() {}

  /**
   * Runs a command that calls {@link Supervisor#serveDetached}, and waits until its cluster is up.
   *
   * @param command a Java command line, its own session is made here
   * @throws LocalClusterException if a cluster runs in that home already, or the start fails: then
   *     nothing is left running
   */
  public static SupervisorClient start(
      List<String> command, Path home, Duration limit, ProgressListener progress) {
    if (SupervisorClient.in(home).isPresent()) {
      throw new LocalClusterException(
          "a cluster is up in " + home + " already: see `onlyonce status`, or `onlyonce down` it");
    }
    ClusterHome place = new ClusterHome(home.toAbsolutePath().normalize());
    LogTail log = logOf(place);
    Process process = launch(command, log.log());
    Thread hook = new Thread(() -> end(process), "end-half-started-supervisor");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      SupervisorClient client = awaitUp(process, place, Deadline.after(limit), log, progress);
      takeOver(process);
      return client;
    } catch (RuntimeException e) {
      end(process);
      throw e;
    } finally {
      forget(hook);
    }
  }

  /** In the supervisor: returns when the starter has taken over, else ends the process. */
  static void endWithStarter() {
    try {
      byte[] said = System.in.readNBytes(TAKE_OVER.length());
      if (new String(said, StandardCharsets.UTF_8).equals(TAKE_OVER)) {
        return;
      }
    } catch (IOException e) {
      // as good as the end
    }
    System.err.println("whoever started this supervisor is gone before all was up: ending");
    System.exit(70);
  }

  private static SupervisorClient awaitUp(
      Process process,
      ClusterHome home,
      Deadline deadline,
      LogTail log,
      ProgressListener progress) {
    if (!deadline.await(() -> !process.isAlive() || client(home).isPresent())) {
      throw new LocalClusterException("the supervisor does not listen in time" + log.asAppendix());
    }
    Optional<SupervisorClient> client = client(home);
    if (client.isEmpty()) {
      throw died(process, log);
    }
    // Bounded by the limits of the start itself; a death ends the connection.
    long pid = ready(client.get(), process, log, progress);
    if (pid != process.pid()) {
      throw new LocalClusterException(
          "another cluster, of process " + pid + ", was faster in " + home.path());
    }
    return client.get();
  }

  private static long ready(
      SupervisorClient client, Process process, LogTail log, ProgressListener progress) {
    try {
      return client.awaitReady(progress);
    } catch (LocalClusterException e) {
      if (awaitEnd(process, Duration.ofSeconds(2)) && e.getCause() != null) {
        throw died(process, log);
      }
      throw e;
    }
  }

  private static LocalClusterException died(Process process, LogTail log) {
    return new LocalClusterException(
        "the supervisor ended while it started, with exit code "
            + process.exitValue()
            + log.asAppendix());
  }

  private static Optional<SupervisorClient> client(ClusterHome home) {
    return SupervisorClient.in(home.path());
  }

  private static LogTail logOf(ClusterHome home) {
    try {
      Files.createDirectories(home.path());
    } catch (IOException e) {
      throw new LocalClusterException("cannot create " + home.path(), e);
    }
    return LogTail.fromNow(home.supervisorLog());
  }

  /** A session of its own: the terminal's Ctrl-C and its end do not reach it. */
  private static Process launch(List<String> command, Path log) {
    List<String> own = new ArrayList<>(List.of("setsid"));
    own.addAll(command);
    try {
      return start(own, log);
    } catch (IOException noSetsid) {
      try {
        return start(command, log);
      } catch (IOException e) {
        throw new LocalClusterException("cannot start " + command.getFirst(), e);
      }
    }
  }

  private static Process start(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static void takeOver(Process process) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(TAKE_OVER.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new LocalClusterException("the supervisor ended as soon as it was up", e);
    }
  }

  private static void end(Process process) {
    process.destroy();
    if (!awaitEnd(process, END_LIMIT)) {
      process.destroyForcibly();
    }
  }

  private static boolean awaitEnd(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // we are ending, and the hook is at work
    }
  }
}
