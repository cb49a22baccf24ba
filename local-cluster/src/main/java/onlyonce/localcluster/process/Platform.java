package onlyonce.localcluster.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this machine offers to keep children from outliving us.
 *
 * @param parentDeathSignal {@code setpriv --pdeathsig} works (Linux)
 * @param namespaces {@code unshare} gives user, PID and IPC namespaces (Linux, unless forbidden)
 */
public record Platform(boolean parentDeathSignal, boolean namespaces) {
  private static final List<String> BOUND = List.of("setpriv", "--pdeathsig", "KILL");

  /**
   * A shell outside the PID namespace whose one child is its first process, and dies with it. (What
   * {@code unshare --fork --kill-child} does too, but in util-linux 2.38 it exits with 1 when its
   * child is killed: how a server ended would be lost.)
   */
  private static final List<String> UNSHARED =
      List.of(
          "unshare",
          "--user",
          "--pid",
          "--ipc",
          "--",
          "/bin/sh",
          "-c",
          "setpriv --pdeathsig KILL \"$@\" & wait $!",
          "sh");

  public static Platform detect() {
    boolean bound = works(BOUND);
    List<String> both = new ArrayList<>(BOUND);
    both.addAll(UNSHARED);
    return new Platform(bound, bound && works(both));
  }

  /**
   * The command line that runs a command so that it dies with the thread that starts it. The shell
   * in between closes a race: had we died before the signal was asked for, nothing would be sent
   * any more, so it looks who its parent is, and then becomes the program.
   */
  List<String> wrap(Command command) {
    List<String> wrapped = new ArrayList<>();
    if (parentDeathSignal) {
      wrapped.addAll(BOUND);
      wrapped.addAll(List.of("/bin/sh", "-c", "[ \"$PPID\" = \"$0\" ] || exit 70; exec \"$@\""));
      wrapped.add(Long.toString(ProcessHandle.current().pid()));
    }
    if (command.network() != null) {
      // Before there is a user namespace, in which nobody may enter another network.
      wrapped.addAll(List.of("nsenter", "--net=" + command.network(), "--"));
    }
    if (hasInner(command.isolation())) {
      wrapped.addAll(UNSHARED);
    }
    wrapped.addAll(command.argv());
    return wrapped;
  }

  /** The program is a child of the process that is started, not that process itself. */
  boolean hasInner(Isolation isolation) {
    return isolation == Isolation.NAMESPACES && namespaces;
  }

  /** What keeps a server that refuses root from running here; null when nothing does. */
  public @Nullable String obstacleForServers() {
    return namespaces || !System.getProperty("user.name").equals("root")
        ? null
        : "PostgreSQL refuses to run as root, and this machine gives root no user namespace to run it"
            + " in (`unshare --user` fails): run as an ordinary user, or allow user namespaces (in a"
            + " container: --security-opt seccomp=unconfined)";
  }

  private static boolean works(List<String> prefix) {
    List<String> argv = new ArrayList<>(prefix);
    argv.add("true");
    try {
      Process probe =
          new ProcessBuilder(argv)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false; // not installed here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while probing the platform", e);
    }
  }
}
