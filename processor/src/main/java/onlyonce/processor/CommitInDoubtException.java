package onlyonce.processor;

import java.sql.SQLException;
import java.sql.SQLWarning;

/** A commit that is neither done nor failed: it may be lost with its server. */
final class CommitInDoubtException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** SQL's own word for it: transaction resolution unknown. */
  private static final String RESOLUTION_UNKNOWN = "08007";

  CommitInDoubtException(SQLWarning warning) {
    super(
        "committed, but perhaps not replicated: " + warning.getMessage(),
        RESOLUTION_UNKNOWN,
        warning);
  }
}
