package onlyonce.producer;

/** Is told how a run goes, on the run's own thread. */
public interface SendListener {

  /** Told of every line that cannot be read, once, before its neighbours are sent. */
  void malformed(MalformedLine line);

  /** Told a few times a second, and at the end. */
  void progress(SendCounts counts);
}
