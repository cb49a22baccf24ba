package onlyonce.chaos.reconcile;

import java.util.Optional;
import onlyonce.messages.Semantics;
import org.apache.kafka.clients.admin.Admin;

/** Measures again and again whether anything still grows. */
final class Gauge implements AutoCloseable {
  private final ReconciliationSettings settings;
  private final LiveLog log;
  private final Optional<Admin> admin;

  private Gauge(ReconciliationSettings settings, LiveLog log, Optional<Admin> admin) {
    this.settings = settings;
    this.log = log;
    this.admin = admin;
  }

  /** Under the weaker semantics, what processors committed to Kafka is measured too. */
  static Gauge open(ReconciliationSettings settings, Semantics semantics) {
    LiveLog log = LiveLog.open(settings.clientProperties());
    return new Gauge(
        settings,
        log,
        switch (semantics) {
          case EXACTLY_ONCE -> Optional.empty();
          case AT_LEAST_ONCE, AT_MOST_ONCE ->
              Optional.of(Admin.create(settings.clientProperties()));
        });
  }

  Growth measure() {
    GroupOffsets committed =
        admin
            .map(asked -> GroupOffsets.read(asked, settings.processorGroup()))
            .orElseGet(GroupOffsets::none);
    return Growth.measure(log, settings.journals(), committed);
  }

  @Override
  public void close() {
    admin.ifPresent(Admin::close);
    log.close();
  }
}
