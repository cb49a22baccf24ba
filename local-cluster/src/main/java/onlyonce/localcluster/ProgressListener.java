package onlyonce.localcluster;

/** Told what a long operation has come to, a line at a time, from any thread. */
@FunctionalInterface
public interface ProgressListener {
  void progress(String line);

  /** Says nothing. */
  static ProgressListener silent() {
    return line -> {};
  }
}
