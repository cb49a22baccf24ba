package onlyonce.cli.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * How fast one consumer reads the topic when nothing is done with the records. It reads all of it
 * time and again, and says how long each took: nothing outside could see it.
 */
final class ReadCeiling implements Subject {
  /** How a line about one reading begins: records and nanoseconds follow. */
  static final String LINE = "bench read";

  private static final Duration POLL = Duration.ofMillis(100);

  private final SubjectSettings settings;
  private final int times;
  private final CountDownLatch told = new CountDownLatch(1);

  /**
   * @param times how often the topic is read
   */
  ReadCeiling(SubjectSettings settings, int times) {
    this.settings = settings;
    this.times = times;
  }

  @Override
  public void run() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        BaselineConsumer.of(
            settings, IntStream.range(0, settings.partitioning().count()).boxed().toList())) {
      for (int i = 0; i < times && told.getCount() > 0; i++) {
        consumer.seekToBeginning(consumer.assignment());
        long start = System.nanoTime();
        long records = 0;
        while (records < settings.records() && told.getCount() > 0) {
          records += consumer.poll(POLL).count();
        }
        System.out.printf("%s %d %d%n", LINE, records, System.nanoTime() - start);
      }
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    told.countDown();
  }
}
