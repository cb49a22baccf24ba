package onlyonce.producer;

import java.nio.file.Path;

/** Another send of the same source is running. */
public final class JournalInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  JournalInUseException(Path journal) {
    super(
        "journal "
            + journal
            + " is locked: another send of the same source is running; wait for it or stop it");
  }
}
