package onlyonce.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The shard map's record that is no place: how accounts map to ledger partitions, and by what
 * placement these were given to shards. Of hash and modulo it says nothing beyond function and
 * count, as it always did.
 */
record ShardMapRules(Partitioning partitioning, Placement placement) {
  private static final Set<String> FIELDS =
      Set.of("function", "partitions", "bounds", "fingerprint", "placement");

  static ShardMapRules read(byte[] value) throws UnreadableException {
    JsonObject json = JsonObject.read(value).only(FIELDS);
    String name = json.string("function");
    int count = json.smallInteger("partitions");
    Partitioning partitioning =
        switch (name) {
          case ByHash.NAME -> Partitioning.hash(count);
          case ByRange.NAME -> new Partitioning(new ByRange(bounds(json.string("bounds"))), count);
          default -> custom(name, count, json.string("fingerprint"));
        };
    Placement placement =
        json.has("placement") ? Placement.named(json.string("placement")) : Placement.DEFAULT;
    return new ShardMapRules(partitioning, placement);
  }

  private static List<AccountId> bounds(String joined) {
    List<AccountId> bounds = new ArrayList<>();
    if (!joined.isEmpty()) {
      for (String bound : joined.split(",", -1)) {
        bounds.add(new AccountId(bound));
      }
    }
    return bounds;
  }

  private static Partitioning custom(String name, int count, String fingerprint) {
    ByCustom function = ByCustom.named(name);
    if (!function.fingerprint(count).equals(fingerprint)) {
      throw new IllegalArgumentException(
          "partition function \"%s\" is not the one that this log began with; bring that one back: a moved route would apply one intent twice"
              .formatted(name));
    }
    return new Partitioning(function, count);
  }

  byte[] write() {
    return JsonObject.write(
        json -> {
          json.writeStringProperty("function", partitioning.function().name());
          json.writeNumberProperty("partitions", partitioning.count());
          switch (partitioning.function()) {
            case ByHash _ -> {}
            case ByRange range ->
                json.writeStringProperty(
                    "bounds",
                    range.bounds().stream().map(AccountId::value).collect(Collectors.joining(",")));
            case ByCustom custom ->
                json.writeStringProperty("fingerprint", custom.fingerprint(partitioning.count()));
          }
          if (!placement.equals(Placement.DEFAULT)) {
            json.writeStringProperty("placement", placement.label());
          }
        });
  }
}
