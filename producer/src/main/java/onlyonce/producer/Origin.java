package onlyonce.producer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where a text source's bytes come from.
 *
 * @param name for people
 * @param journalName without a suffix
 * @param expectedLines roughly, or empty when nobody can know
 */
record Origin(String name, String journalName, OptionalLong expectedLines) {

  /** A file, whose content names its journal. */
  static Origin file(Path file) throws IOException {
    Fingerprint fingerprint = Fingerprint.of(file);
    return new Origin(
        String.valueOf(file.getFileName()),
        fingerprint.sha256(),
        OptionalLong.of(fingerprint.lineEnds()));
  }

  /** Standard input, whose journal somebody named. */
  static Origin standardInput(String journalName) {
    return new Origin("standard input", journalName, OptionalLong.empty());
  }
}
