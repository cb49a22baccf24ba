package onlyonce.cli;

import java.util.UUID;
import onlyonce.messages.CommandIds;

/** A transfer's id as it is typed. */
final class TransferId {
  private TransferId() {}

  /**
   * @throws UsageException when it is no UUIDv7
   */
  static UUID parse(String text) {
    try {
      UUID id = UUID.fromString(text.strip());
      if (CommandIds.isVersion7(id)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like an id of another version.
    }
    throw new UsageException("\"" + text + "\" is no transfer's id, which is a UUIDv7");
  }
}
