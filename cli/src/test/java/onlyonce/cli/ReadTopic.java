package onlyonce.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlyonce.chaos.trace.Archive;
import onlyonce.messages.Topic;

/** What stands in a topic, as text. */
final class ReadTopic {
  private ReadTopic() {}

  static List<String> records(Map<String, Object> kafka, Topic topic) {
    List<String> found = new ArrayList<>();
    try (ReadLog log = ReadLog.open(kafka)) {
      log.each(
          log.partitions(topic.topicName()),
          Archive.Span.ALL,
          logged -> found.add(new String(logged.value(), UTF_8)));
    }
    return found;
  }
}
