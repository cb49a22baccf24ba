package onlyonce.producer;

/**
 * A line that was not sent because it cannot be read.
 *
 * @param source the name of the file, or of another source
 * @param line its number, from 1, the header included
 */
public record MalformedLine(String source, long line, String reason) {
  @Override
  public String toString() {
    return source + ":" + line + ": " + reason;
  }
}
