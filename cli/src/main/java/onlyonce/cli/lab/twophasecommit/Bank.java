package onlyonce.cli.lab.twophasecommit;

import java.sql.SQLException;
import java.util.Set;

/** Where the accounts live, under either protocol, as far as an outage is measured there. */
interface Bank {
  /** The database of a shard. */
  String jdbcUrl(String shard);

  /** The shards that take part. */
  Set<String> shards();

  /** A statement that takes the lock of one account's row, with the account as its parameter. */
  String lockRow();

  /** The table of accounts, for VACUUM. */
  String accountTable();

  /** A way to pay for one payer, used by one thread. */
  Till till(Payer payer) throws SQLException;

  /** Makes payments of one minor unit. */
  interface Till extends AutoCloseable {
    /**
     * Pays once, however long that takes.
     *
     * @return how often it gave up waiting for a lock and began anew
     * @throws Exception when the payment failed for good
     */
    int pay() throws Exception;

    @Override
    void close() throws SQLException;
  }
}
