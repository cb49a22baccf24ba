package onlyonce.cli;

import java.util.concurrent.Callable;
import onlyonce.cli.bench.HeapWatch;
import onlyonce.cli.bench.Subject;
import onlyonce.cli.bench.SubjectOptions;
import onlyonce.ledger.LedgerStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One role of {@code bench}: what is measured, in a process of its own. */
@Command(
    name = BenchSubjectCommand.NAME,
    hidden = true,
    description = "What `bench` measures, in a process of its own.")
final class BenchSubjectCommand implements Callable<Integer> {
  static final String NAME = "bench-subject";

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private SubjectOptions options = new SubjectOptions();

  @Override
  public Integer call() {
    HeapWatch.start();
    try (Subject subject =
        options.subject(
            kafka.clientProperties(),
            partitioning -> new LedgerHandler(LedgerStore.exclusive(), partitioning))) {
      Role.ready();
      Role.run(subject, subject::close);
    }
    return ExitCode.OK;
  }
}
