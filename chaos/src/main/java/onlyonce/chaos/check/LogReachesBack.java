package onlyonce.chaos.check;

import onlyonce.chaos.history.LogRange;
import onlyonce.messages.Topic;

/** Without the log's beginning neither balances nor lost intents can be judged. */
public final class LogReachesBack implements Check {
  private final Offenders cut = new Offenders();
  private long partitions;

  /** A partition of the log. */
  public void range(Topic topic, int partition, LogRange range) {
    partitions++;
    if (range.begin() > 0) {
      cut.add(
          "%s-%d begins at offset %d; what stood before is gone (retention must outlast the oldest backup)"
              .formatted(topic.topicName(), partition, range.begin()));
    }
  }

  @Override
  public CheckResult result(Circumstances circumstances) {
    return cut.result(
        "log-reaches-back",
        Verdict.UNKNOWN,
        "%,d partitions of the log begin at offset 0".formatted(partitions));
  }
}
