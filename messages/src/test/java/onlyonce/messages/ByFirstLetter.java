package onlyonce.messages;

/** A user's function, as {@code META-INF/services} of the tests names it. */
public final class ByFirstLetter implements AccountPartitioner {
  @Override
  public String name() {
    return "first-letter";
  }

  @Override
  public int partition(String account, int partitions) {
    return account.charAt(0) % partitions;
  }
}
