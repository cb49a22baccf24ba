package onlyonce.processor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.localcluster.process.ChildProcess;
import onlyonce.localcluster.process.Command;
import onlyonce.localcluster.process.Isolation;
import onlyonce.localcluster.process.Launcher;
import onlyonce.localcluster.process.Platform;
import onlyonce.messages.ShardMap;
import org.awaitility.Awaitility;

/** A {@link CounterProcess} that runs: one to send signals to, and to read the log of. */
final class CounterChild implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Launcher launcher;
  private final ChildProcess process;

  private CounterChild(Launcher launcher, ChildProcess process) {
    this.launcher = launcher;
    this.process = process;
  }

  /**
   * Starts it; it dies with us at the latest.
   *
   * @param map whose databases it connects to
   */
  static CounterChild start(
      CounterPlatform platform,
      ProcessorSettings settings,
      ShardMap map,
      CounterProcess.Work work) {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    argv.add(CounterProcess.class.getName());
    argv.addAll(CounterProcess.arguments(platform, settings, map, work));
    Path folder = Path.of(System.getProperty("basedir", "."), "target", "children");
    Launcher launcher = new Launcher(Platform.detect());
    ChildProcess process =
        launcher.launch(
            new Command(
                argv,
                Map.of("CLASSPATH", System.getProperty("java.class.path")),
                folder.toAbsolutePath(),
                folder.resolve(settings.groupId() + "-" + settings.instance() + ".log"),
                Isolation.NONE));
    return new CounterChild(launcher, process);
  }

  /** SIGSTOP; returns when all of it stands. */
  void pause() {
    process.pause(LIMIT);
  }

  /** SIGCONT. */
  void resume() {
    process.resume(LIMIT);
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.kill(LIMIT);
  }

  /** Waits until its log has this text. */
  void awaitLogged(String text) {
    Awaitility.await("the log says: " + text)
        .atMost(Duration.ofSeconds(30))
        .until(() -> process.log().contains(text));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    launcher.close();
  }
}
