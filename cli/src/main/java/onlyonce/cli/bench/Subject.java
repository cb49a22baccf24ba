package onlyonce.cli.bench;

/** What is measured, in a process of its own: works until it is closed from another thread. */
public interface Subject extends Runnable, AutoCloseable {
  @Override
  void close();
}
