package onlyonce.localcluster.process;

import org.jspecify.annotations.Nullable;

/**
 * An operation on the cluster that could not be done. The message names the node and the remedy.
 */
public final class LocalClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalClusterException(String message) {
    super(message);
  }

  public LocalClusterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
