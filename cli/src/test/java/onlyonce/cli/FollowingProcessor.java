package onlyonce.cli;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import onlyonce.ledger.LedgerStore;
import onlyonce.messages.FollowShardMap;
import onlyonce.messages.Topic;
import onlyonce.processor.Processor;
import onlyonce.processor.ProcessorSettings;

/** A processor of this process, as the command runs it. */
public final class FollowingProcessor implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final FollowShardMap follow;
  private final Processor<?> processor;

  private FollowingProcessor(FollowShardMap follow, Processor<?> processor) {
    this.follow = follow;
    this.processor = processor;
    follow.onChange(processor::adopt);
    var _ = thread.submit(processor::run);
  }

  public static FollowingProcessor start(Map<String, Object> kafka, String name) {
    FollowShardMap follow = FollowShardMap.start(kafka);
    return new FollowingProcessor(
        follow,
        new Processor<>(
            new ProcessorSettings(
                kafka,
                ProcessorCommand.GROUP,
                Topic.LEDGER_COMMANDS.topicName(),
                "onlyonce_apply",
                name),
            follow.current(),
            new LedgerHandler(LedgerStore.exclusive(), follow.current().partitioning())));
  }

  @Override
  public void close() {
    processor.close();
    thread.close();
    follow.close();
  }
}
