package onlyonce.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import onlyonce.messages.Event;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Clients' records come again: each twice, late, and in another order. Observed: each Post among
 * them, all of which had ended before, is answered again.
 */
public final class ResendCommands implements Fault {
  private static final int POSTS = 60;
  private static final int TRANSFERS = 30;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Surroundings surroundings;
  private final long seed;

  /**
   * @param seed of what comes again, and in which order
   */
  public ResendCommands(Surroundings surroundings, long seed) {
    this.surroundings = surroundings;
    this.seed = seed;
  }

  @Override
  public String kind() {
    return "resend";
  }

  @Override
  public String lane() {
    return Intruder.LANE;
  }

  @Override
  public String aim() {
    return Intruder.TARGET;
  }

  @Override
  public Wound inject() throws FaultMissedException {
    SplittableRandom random = new SplittableRandom(seed);
    try (LogView log = new LogView(surroundings.clientProperties())) {
      List<ConsumerRecord<byte[], byte[]>> posts = ClientRecords.endedPosts(log, random, POSTS);
      List<ConsumerRecord<byte[], byte[]>> transfers =
          ClientRecords.transfers(log, random, TRANSFERS);
      if (posts.isEmpty()) {
        throw new FaultMissedException("no Post has ended");
      }
      List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
      for (int time = 0; time < 2; time++) {
        posts.forEach(post -> copies.add(ClientRecords.copy(post)));
        transfers.forEach(transfer -> copies.add(ClientRecords.copy(transfer)));
      }
      Collections.shuffle(copies, Random.from(random));
      Map<TopicPartition, Long> begin = log.ends(Topic.TRANSFER_RESULTS);
      new Intruder(surroundings.clientProperties()).write(copies);
      return new Resent(copies.size(), posts, begin);
    }
  }

  private final class Resent implements Wound {
    private final int count;
    private final List<ConsumerRecord<byte[], byte[]>> posts;
    private final Map<TopicPartition, Long> begin;
    private long writtenNanos = System.nanoTime();

    private Resent(
        int count, List<ConsumerRecord<byte[], byte[]>> posts, Map<TopicPartition, Long> begin) {
      this.count = count;
      this.posts = List.copyOf(posts);
      this.begin = begin;
    }

    @Override
    public String target() {
      return Intruder.TARGET;
    }

    @Override
    public String struck() {
      return "%d records written again, out of order".formatted(count);
    }

    @Override
    public Optional<String> observe() {
      Map<String, ConsumerRecord<byte[], byte[]>> missing = new HashMap<>();
      posts.forEach(post -> missing.put(ClientRecords.header(post, Event.ID), post));
      try (LogView log = new LogView(surroundings.clientProperties())) {
        log.from(Topic.TRANSFER_RESULTS, begin)
            .forEach(answer -> missing.remove(ClientRecords.key(answer)));
      }
      if (missing.isEmpty()) {
        return Optional.of(
            "each of %d Posts among them that had ended was answered again"
                .formatted(posts.size()));
      }
      retry(missing.values());
      return Optional.empty();
    }

    /** A processor that dies takes answers to repeats with it: they come at the next retry. */
    private void retry(Collection<ConsumerRecord<byte[], byte[]>> missing) {
      if (System.nanoTime() - writtenNanos > RETRY.toNanos()) {
        writtenNanos = System.nanoTime();
        new Intruder(surroundings.clientProperties())
            .write(missing.stream().map(ClientRecords::copy).toList());
      }
    }

    @Override
    public String heal() {
      return "nothing to mend";
    }

    @Override
    public Optional<String> observeHealed() {
      return Optional.of("");
    }
  }
}
