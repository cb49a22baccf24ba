package onlyonce.cli.lab.partitioning;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import onlyonce.cli.shards.AskRange;
import onlyonce.messages.AccountId;

/** Range queries at random places, each answer checked. */
final class AskRanges {
  private final List<Double> millis = new ArrayList<>();
  private final List<String> flaws = new ArrayList<>();
  private long shards;
  private long partitions;

  private AskRanges() {}

  /**
   * @param queries how many
   * @param width how many accounts each asks for
   */
  static AskRanges run(AskRange ask, Keys keys, int queries, int width, RandomGenerator random)
      throws SQLException {
    AskRanges asked = new AskRanges();
    for (int i = 0; i < queries; i++) {
      asked.one(ask, keys, random.nextInt(keys.count() - width + 1), width);
    }
    return asked;
  }

  private void one(AskRange ask, Keys keys, int first, int width) throws SQLException {
    long start = System.nanoTime();
    AskRange.Answer answer = ask.ask(keys.range(first, width), width);
    millis.add((System.nanoTime() - start) / 1e6);
    shards += answer.asked().size();
    partitions += answer.partitionsAsked();
    List<AccountId> expected = new ArrayList<>();
    for (int i = first; i < first + width; i++) {
      expected.add(keys.at(i));
    }
    List<AccountId> found =
        answer.accounts().stream().map(reading -> reading.account().id()).toList();
    if (!found.equals(expected)) {
      flaws.add(
          "%d accounts from %s on: %d came back, or not in order"
              .formatted(width, keys.at(first), found.size()));
    }
  }

  Measured.Queries queries() {
    int count = millis.size();
    Collections.sort(millis);
    return new Measured.Queries(
        count,
        count == 0 ? 0 : (double) shards / count,
        count == 0 ? 0 : (double) partitions / count,
        count == 0 ? 0 : millis.get(count / 2));
  }

  List<String> flaws() {
    return List.copyOf(flaws);
  }
}
