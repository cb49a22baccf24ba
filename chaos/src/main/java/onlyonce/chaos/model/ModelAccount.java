package onlyonce.chaos.model;

/** An account as the model has it; amounts in minor units. */
public final class ModelAccount {
  private final String name;
  private final String currency;
  private final boolean mayGoNegative;
  long posted;
  long held;
  boolean closed;
  long version;

  ModelAccount(String name, String currency, boolean mayGoNegative) {
    this.name = name;
    this.currency = currency;
    this.mayGoNegative = mayGoNegative;
  }

  public String name() {
    return name;
  }

  public String currency() {
    return currency;
  }

  public boolean mayGoNegative() {
    return mayGoNegative;
  }

  public long postedMinor() {
    return posted;
  }

  public long heldMinor() {
    return held;
  }

  public boolean closed() {
    return closed;
  }

  /** The offset + 1 of the last command that changed it. */
  public long version() {
    return version;
  }

  public boolean isInternal() {
    return name.startsWith("~");
  }

  boolean lacks(long amount) {
    return !mayGoNegative && posted - held < amount;
  }
}
