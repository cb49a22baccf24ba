package onlyonce.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what a committed batch came to while the shard's next transaction is under way: making
 * thousands of messages takes as long as a database needs for a good part of them.
 *
 * <p>One batch at a time and in their order, so memory is bounded and outcomes keep the log's
 * order. Until all of a batch is handed over, each partition's prefix stays before it. Confined to
 * the shard's thread, but for the work itself.
 */
final class PublishBehind implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PublishBehind.class);

  private final PublishOutcomes publisher;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("onlyonce-publish-", 1).daemon().factory());
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  PublishBehind(PublishOutcomes publisher) {
    this.publisher = publisher;
  }

  /** What one partition's part of a batch leaves to publish. */
  private record Part(
      PublishedPrefix prefix, PublishedPrefix.Pending heldBack, List<Publication> due) {}

  /** Takes a committed batch over, as soon as the one before it is handed to Kafka. */
  void send(List<? extends Owned<?>> batch, ApplySlices.Applied applied) {
    await();
    List<Part> parts = new ArrayList<>();
    for (Owned<?> owned : batch) {
      PublishedPrefix prefix = owned.published();
      List<Publication> due = applied.due(owned.partition());
      if (!due.isEmpty()) {
        parts.add(new Part(prefix, prefix.sending(due.getFirst().offset(), 1), due));
      }
      prefix.committedTo(owned.reading().to().nextOffset());
    }
    int records = applied.again().size() + parts.stream().mapToInt(part -> part.due().size()).sum();
    last =
        CompletableFuture.runAsync(
            () -> {
              parts.forEach(this::publish);
              publisher.sendAgain(applied.again());
              publisher.flushIfDue(records);
            },
            thread);
  }

  private void publish(Part part) {
    try {
      publisher.send(part.prefix(), part.due());
      part.prefix().acknowledged(part.heldBack());
    } catch (RuntimeException e) {
      // The poll loop takes the partition over again, and publishes from what the database stored.
      LOG.warn("outcomes from offset {} on cannot be published", part.due().getFirst().offset(), e);
      part.prefix().failed();
    } catch (Error e) {
      part.prefix().failed();
      throw e;
    }
  }

  /** Waits until everything that was taken over is handed to Kafka. */
  void await() {
    try {
      last.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // The poll loop must not go on without this shard in silence.
      }
      LOG.debug("answers to duplicates were lost; they are given again at the next retry", e);
    }
  }

  @Override
  public void close() {
    await();
    thread.shutdown();
  }
}
