package onlyonce.ledger.detection;

/**
 * A server that is watched.
 *
 * @param name how suspicions call it
 * @param jdbcUrl of any database on it
 * @param user who may connect there; it needs no rights
 */
public record WatchedServer(String name, String jdbcUrl, String user) {}
