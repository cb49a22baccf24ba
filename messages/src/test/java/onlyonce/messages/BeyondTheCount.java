package onlyonce.messages;

/** A user's function that counts from 1. */
public final class BeyondTheCount implements AccountPartitioner {
  @Override
  public String name() {
    return "from-one";
  }

  @Override
  public int partition(String account, int partitions) {
    return 1 + account.charAt(0) % partitions;
  }
}
