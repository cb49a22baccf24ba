package onlyonce.cli.failover;

import java.time.Duration;
import onlyonce.ledger.detection.WatchSettings;

/**
 * How a watch judges and acts.
 *
 * @param detection when a server is suspected
 * @param confirmAfter so long a server whose process lives must stay suspected
 * @param isolation of an old primary
 */
public record WatchOrders(WatchSettings detection, Duration confirmAfter, Isolation isolation) {}
