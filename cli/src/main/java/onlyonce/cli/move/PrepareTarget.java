package onlyonce.cli.move;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import onlyonce.ledger.LedgerSchema;

/**
 * Makes empty tables at the target, in place of whatever an earlier move left there. Standbys that
 * would hold the move up later are noticed now, while nobody waits.
 */
record PrepareTarget() implements Step {

  @Override
  public String doing() {
    return "making tables";
  }

  @Override
  public Optional<Step> run(Site site) throws SQLException, InterruptedException {
    AwaitStandbys.of(site.from());
    AwaitStandbys.of(site.to());
    List<LocalDate> days = site.from().snapshot(site.engine()::days);
    site.to().change(tx -> DropTarget.drop(site, tx));
    site.to().change(tx -> site.engine().makeTables(tx, days));
    site.to().change(tx -> LedgerSchema.createPartitions(tx, List.of(site.partition())));
    return Optional.of(new CopyAhead());
  }
}
