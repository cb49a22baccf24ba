package onlyonce.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** A history in words, written only when somebody will read it. */
final class Trace {
  private final boolean wanted;
  private boolean on;
  private final List<String> lines = new ArrayList<>();

  private Trace(boolean wanted) {
    this.wanted = wanted;
  }

  static Trace off() {
    return new Trace(false);
  }

  static Trace on() {
    return new Trace(true);
  }

  /** What was said before is nobody's business. */
  void begin() {
    on = wanted;
  }

  void say(long atMillis, String who, Supplier<String> what) {
    if (on) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%9.3f s  %-14s %s",
              (atMillis - Setting.START_MILLIS) / 1000.0,
              who,
              what.get()));
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
