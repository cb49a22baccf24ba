package onlyonce.messages;

/**
 * A partition function of your own. Put a public class that implements this on the class path of
 * every role and command, name it in {@code META-INF/services/onlyonce.messages.AccountPartitioner}
 * and migrate with its name as {@code --partition-function}.
 *
 * <p>It is part of the log: the same account and count must give the same ledger partition in every
 * process and every release, as long as the log lives. So no clock, no chance, no configuration.
 */
public interface AccountPartitioner {

  /** The name in the shard map: lower case letters, digits and hyphens, not a built-in one. */
  String name();

  /**
   * The ledger partition of an account.
   *
   * @param account any valid account id, also one that nobody opened, and internal ones
   * @param partitions how many ledger partitions there are, at least 1
   * @return from 0 to {@code partitions} - 1
   */
  int partition(String account, int partitions);
}
