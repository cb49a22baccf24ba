package onlyonce.chaos.recording;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.history.LogRange;
import onlyonce.chaos.history.ProgressRow;
import onlyonce.chaos.history.ReplicaReading;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.PartitioningCodec;
import onlyonce.messages.UnreadableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file's last entry, {@code history.json}: all that is small, and what the other entries are.
 *
 * @param partitioning as {@link PartitioningCodec} writes it
 * @param topics by name, the ranges of their partitions
 * @param entries by name, how many rows or records each holds; of a journal, bytes
 */
record Manifest(
    String format,
    int version,
    RunContext run,
    JsonNode partitioning,
    Rest rest,
    Instant at,
    List<String> journals,
    SortedMap<String, List<LogRange>> topics,
    List<LedgerPartition> ledgerPartitions,
    List<ReplicaReading> replicas,
    SortedMap<String, Long> entries) {
  static final String NAME = "history.json";
  static final String FORMAT = "onlyonce-history";
  static final int VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * The small things of a ledger partition.
   *
   * @param committed the group's offset in Kafka, if there was one
   */
  record LedgerPartition(
      List<String> homes, Optional<ProgressRow> progress, @Nullable Long committed) {}

  static JsonNode json(RecordedRun run) {
    return MAPPER.readTree(PartitioningCodec.encode(run.partitioning()));
  }

  byte[] encode() {
    return MAPPER.writeValueAsBytes(this);
  }

  /**
   * @throws IOException when the JSON is no manifest of this version
   */
  static Manifest decode(byte[] json) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (!FORMAT.equals(tree.path("format").asString(""))) {
        throw new IOException("its " + NAME + " is not that of a history");
      }
      int version = tree.path("version").asInt(0);
      if (version != VERSION) {
        throw new IOException(
            "it has version %d, and this program reads version %d".formatted(version, VERSION));
      }
      return MAPPER.treeToValue(tree, Manifest.class);
    } catch (JacksonException e) {
      throw new IOException("its " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * @throws IOException when the partition function is not known here
   */
  RecordedRun recordedRun() throws IOException {
    try {
      return new RecordedRun(
          run, PartitioningCodec.decode(MAPPER.writeValueAsBytes(partitioning)), rest, at);
    } catch (UnreadableException e) {
      throw new IOException("its partitioning cannot be read: " + e.detail(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
