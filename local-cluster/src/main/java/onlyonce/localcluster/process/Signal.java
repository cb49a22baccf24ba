package onlyonce.localcluster.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The signals that are sent here, by the shell's own {@code kill}: Java can send but two. */
public enum Signal {
  INT,
  TERM,
  KILL,
  STOP,
  CONT;

  /** Sends it to every process; those that are gone already are passed over. */
  public void send(Collection<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> argv =
        new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name() + " \"$@\"", "sh"));
    pids.forEach(pid -> argv.add(Long.toString(pid)));
    try {
      Process kill =
          new ProcessBuilder(argv)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor();
    } catch (IOException e) {
      throw new LocalClusterException("cannot send SIG" + name() + " to " + pids, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("interrupted while sending SIG" + name() + " to " + pids, e);
    }
  }
}
