package onlyonce.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The latest record of each key of topic {@code shard-map}, and what they say together. */
final class ShardMapRecords {
  static final String PARTITIONING_KEY = "partitioning";
  static final String TERM_KEY = "term";

  private static final Set<String> PLACE_FIELDS =
      Set.of("shard", "jdbc_url", "epoch", "moving_to", "moving_to_jdbc_url");

  private final Map<String, byte[]> latest = new TreeMap<>();

  void add(ConsumerRecord<byte[], byte[]> told) {
    String key = new String(told.key(), UTF_8);
    if (told.value() == null) {
      latest.remove(key);
    } else {
      latest.put(key, told.value());
    }
  }

  /**
   * The map, unless nothing was ever published.
   *
   * @throws IllegalStateException when the records say something else
   */
  Optional<ShardMap> map() {
    byte[] function = latest.get(PARTITIONING_KEY);
    if (function == null) {
      return Optional.empty();
    }
    try {
      ShardMapRules rules = ShardMapRules.read(function);
      SortedMap<Integer, ShardMap.Place> places = new TreeMap<>();
      for (Map.Entry<String, byte[]> entry : latest.entrySet()) {
        if (!entry.getKey().equals(PARTITIONING_KEY) && !entry.getKey().equals(TERM_KEY)) {
          places.put(Integer.parseInt(entry.getKey()), readPlace(entry.getValue()));
        }
      }
      return Optional.of(new ShardMap(rules.partitioning(), rules.placement(), places));
    } catch (UnreadableException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /**
   * The number of the latest term; 0 when none was ever claimed.
   *
   * @throws IllegalStateException when the record says something else
   */
  long term() {
    byte[] term = latest.get(TERM_KEY);
    try {
      return term == null ? 0 : JsonObject.read(term).only(Set.of("number")).integer("number");
    } catch (UnreadableException e) {
      throw unreadable(e);
    }
  }

  private static IllegalStateException unreadable(Exception cause) {
    return new IllegalStateException(
        "topic shard-map cannot be read: " + cause.getMessage(), cause);
  }

  private static ShardMap.Place readPlace(byte[] value) throws UnreadableException {
    JsonObject json = JsonObject.read(value).only(PLACE_FIELDS);
    Optional<ShardMap.Moving> moving =
        json.has("moving_to")
            ? Optional.of(
                new ShardMap.Moving(json.string("moving_to"), json.string("moving_to_jdbc_url")))
            : Optional.empty();
    return new ShardMap.Place(
        json.string("shard"), json.string("jdbc_url"), json.integer("epoch"), moving);
  }

  static byte[] write(ShardMap.Place place) {
    return JsonObject.write(
        json -> {
          json.writeStringProperty("shard", place.shard());
          json.writeStringProperty("jdbc_url", place.jdbcUrl());
          json.writeNumberProperty("epoch", place.epoch());
          place
              .moving()
              .ifPresent(
                  moving -> {
                    json.writeStringProperty("moving_to", moving.shard());
                    json.writeStringProperty("moving_to_jdbc_url", moving.jdbcUrl());
                  });
        });
  }

  static byte[] writeTerm(long number) {
    return JsonObject.write(json -> json.writeNumberProperty("number", number));
  }
}
