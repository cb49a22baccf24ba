package onlyonce.cli.bench;

import java.util.function.Function;
import onlyonce.messages.Partitioning;
import onlyonce.processor.Handler;
import onlyonce.processor.Processor;
import onlyonce.processor.ProcessorSettings;

/** The engine with the ledger as its handler, wired as the {@code processor} role wires it. */
final class Engine implements Subject {
  private final Processor<?> processor;

  Engine(SubjectSettings settings, Function<Partitioning, Handler<?>> ledger) {
    ProcessorSettings own =
        new ProcessorSettings(
            settings.clientProperties(),
            settings.group(),
            settings.topic(),
            SubjectSettings.USER,
            "bench");
    this.processor =
        new Processor<>(
            settings.batch() == SubjectSettings.OWN_BATCH
                ? own
                : own.withFullBatch(settings.batch()),
            settings.map(),
            ledger.apply(settings.partitioning()));
  }

  @Override
  public void run() {
    processor.run();
  }

  @Override
  public void close() {
    processor.close();
  }
}
