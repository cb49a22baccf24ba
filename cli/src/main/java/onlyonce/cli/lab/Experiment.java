package onlyonce.cli.lab;

/**
 * One concept, measured: what its hypothesis says must be seen on the real system, with a safe and
 * an unsafe variant. An unsafe variant that does not misbehave refutes the experiment, not the
 * concept: it did not test it.
 */
public interface Experiment {

  /**
   * What an experiment is about.
   *
   * @param name on the command line, such as {@code two-phase-commit}
   * @param title of its page
   * @param question in one line, for the list
   * @param hypothesis what must be seen, in a sentence or two
   */
  record About(String name, String title, String question, String hypothesis) {
    public About {
      if (!name.matches("[a-z][a-z0-9-]*")) {
        throw new IllegalArgumentException(
            "an experiment's name is lower case with hyphens, but is \"" + name + '"');
      }
    }
  }

  About about();

  /**
   * Runs every variant and judges what was seen. Every process that it starts belongs to a cluster
   * that it closes.
   *
   * @throws RuntimeException when it could not run; what was measured and is wrong is a verdict
   */
  Findings run(Site site) throws InterruptedException;
}
