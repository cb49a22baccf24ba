package onlyonce.localcluster;

import java.util.ArrayList;
import java.util.List;

/** The start's progress for listeners that come late: they hear first what was said before. */
final class StartProgress implements ProgressListener {
  private static final int MOST_LINES = 1_000;

  private final ProgressListener log;
  private final List<String> history = new ArrayList<>();
  private final List<ProgressListener> listeners = new ArrayList<>();

  StartProgress(ProgressListener log) {
    this.log = log;
  }

  @Override
  public synchronized void progress(String line) {
    log.progress(line);
    if (history.size() < MOST_LINES) {
      history.add(line);
    }
    listeners.forEach(listener -> listener.progress(line));
  }

  synchronized void attach(ProgressListener listener) {
    history.forEach(listener::progress);
    listeners.add(listener);
  }

  synchronized void detach(ProgressListener listener) {
    listeners.remove(listener);
  }
}
