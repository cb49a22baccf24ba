package onlyonce.cli;

import java.io.Console;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far long work is: a bar on a terminal, elsewhere a line every few seconds. */
final class ProgressDisplay implements AutoCloseable {
  private static final Duration LINES = Duration.ofSeconds(3);
  private static final int REFRESH_MILLIS = 200;

  private final Terminal terminal;
  private final @Nullable ProgressBar bar;
  private String lastLine = "";
  private long saidAtNanos = System.nanoTime() - LINES.toNanos();

  ProgressDisplay(String task, Terminal terminal) {
    this.terminal = terminal;
    this.bar =
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .hideEta()
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  /**
   * Shows where the work is.
   *
   * @param total 0 when it is not known
   */
  synchronized void step(String step, long done, long total) {
    if (bar != null) {
      bar.setExtraMessage(" " + step);
      bar.maxHint(total > 0 ? total : -1);
      bar.stepTo(done);
      return;
    }
    String line = total > 0 ? "%s (%d of %d)".formatted(step, done, total) : step;
    if (!line.equals(lastLine) && System.nanoTime() - saidAtNanos > LINES.toNanos()) {
      saidAtNanos = System.nanoTime();
      lastLine = line;
      terminal.progress(line);
    }
  }

  /** Something that must be seen whatever the bar shows. */
  synchronized void say(String line) {
    if (bar != null) {
      bar.pause();
      terminal.progress(line);
      bar.resume();
    } else {
      terminal.progress(line);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
