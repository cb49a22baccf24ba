package onlyonce.chaos.report;

/** Builds markup in which whatever comes from outside is escaped. */
public final class Html {
  private final StringBuilder markup = new StringBuilder(16_384);

  /** Adds markup as it stands: literals of ours only. */
  public Html raw(String literal) {
    markup.append(literal);
    return this;
  }

  /** Adds text, escaped. */
  public Html text(String content) {
    markup.append(escaped(content));
    return this;
  }

  /** Adds a whole number. */
  public Html number(long value) {
    markup.append("%,d".formatted(value));
    return this;
  }

  /** Adds a cell with what ought to be zero. */
  public Html harm(long value) {
    return raw(value == 0 ? "<td class=\"n zero\">" : "<td class=\"n alarm\">").number(value);
  }

  /** The text, so that no reader takes it for markup. */
  public static String escaped(String content) {
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
