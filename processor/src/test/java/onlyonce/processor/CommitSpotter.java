package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which of a client's messages is the one that commits: drivers prepare COMMIT once, and name
 * the statement alone from then on.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">message
 *     formats</a>
 */
final class CommitSpotter {
  private static final Pattern COMMIT =
      Pattern.compile("(.*;)?\\s*commit\\s*;?\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Set<String> prepared = new HashSet<>();

  /**
   * Whether the server would commit on reading this message.
   *
   * @param type the message's first byte
   * @param body what follows its length
   */
  boolean commits(byte type, byte[] body) {
    return switch (type) {
      case 'Q' -> COMMIT.matcher(text(body, 0)).matches();
      case 'P' -> {
        String name = text(body, 0);
        if (COMMIT.matcher(text(body, next(body, 0))).matches()) {
          prepared.add(name);
        } else {
          prepared.remove(name);
        }
        yield false;
      }
      case 'B' -> prepared.contains(text(body, next(body, 0)));
      default -> false;
    };
  }

  private static int next(byte[] body, int start) {
    int end = start;
    while (body[end] != 0) {
      end++;
    }
    return end + 1;
  }

  private static String text(byte[] body, int start) {
    return new String(body, start, next(body, start) - 1 - start, UTF_8);
  }
}
