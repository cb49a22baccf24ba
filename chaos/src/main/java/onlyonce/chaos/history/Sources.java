package onlyonce.chaos.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The three witnesses of a run, each read as a stream: journals, the log, the shards' rows. */
public interface Sources {
  /** The producers' journals, in the order in which they are read. */
  List<Journal> journals();

  /** Reads every journal from its beginning. */
  default void readJournals(JournalListener listener) {
    journals().forEach(journal -> JournalReader.read(journal, listener));
  }

  /** How many partitions a topic has; 0 when it is not there. */
  int partitions(Topic topic);

  /** Reads one partition's committed records in order. */
  void readLog(Topic topic, int partition, Consumer<ConsumerRecord<byte[], byte[]>> reader);

  /** The rows of a ledger partition. */
  PartitionRows rows(int ledgerPartition);

  /** One journal's bytes, as the producer left them. */
  interface Journal {
    /** The file's name. */
    String name();

    /** From the beginning. */
    InputStream open() throws IOException;
  }

  /** Hears what stands in the journals. */
  interface JournalListener {
    /** One line, in the file's order. */
    void entry(String journal, JournalEntry entry);

    /** A line that is neither torn at the file's end nor understood. */
    void unreadable(String journal, long lineNumber, String why);
  }
}
