package onlyonce.chaos.report;

/** Builds markup in which whatever comes from outside is escaped. */
final class Html {
  private final StringBuilder markup = new StringBuilder(16_384);

  /** Adds markup as it stands: literals of ours only. */
  Html raw(String literal) {
    markup.append(literal);
    return this;
  }

  /** Adds text, escaped. */
  Html text(String content) {
    markup.append(escaped(content));
    return this;
  }

  Html number(long value) {
    markup.append("%,d".formatted(value));
    return this;
  }

  static String escaped(String content) {
    StringBuilder safe = new StringBuilder(content.length() + 16);
    for (int i = 0; i < content.length(); i++) {
      char next = content.charAt(i);
      switch (next) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(next);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return markup.toString();
  }
}
