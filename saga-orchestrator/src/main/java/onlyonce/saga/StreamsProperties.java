package onlyonce.saga;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.restoreConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import java.time.Duration;
import java.util.Properties;
import onlyonce.saga.SagaSettings.Recovery;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams. What is exactly-once comes last and cannot be overridden; what
 * makes recovery quick follows from {@link Recovery}.
 */
final class StreamsProperties {
  /** A paused broker answers nobody: its clients must give up on it before the user does. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);

  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MAX_BLOCK = Duration.ofSeconds(15);
  private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(60);

  /**
   * The shortest that Kafka Streams allows: how soon a caught-up standby gets its share of work.
   */
  private static final Duration PROBING_REBALANCE = Duration.ofSeconds(60);

  private StreamsProperties() {}

  static Properties of(SagaSettings settings) {
    Properties properties = new Properties();
    recovery(properties, settings.recovery());
    size(properties);
    properties.putAll(settings.clientProperties());
    identity(properties, settings);
    exactlyOnce(properties, settings.recovery());
    return properties;
  }

  private static void identity(Properties properties, SagaSettings settings) {
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.log().applicationId());
    properties.put(StreamsConfig.CLIENT_ID_CONFIG, settings.instance());
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG,
        settings.stateDir().resolve(settings.instance()).toString());
  }

  private static void exactlyOnce(Properties properties, Recovery recovery) {
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    properties.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG, Short.toString(recovery.replicationFactor()));
    properties.put(
        topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
        Integer.toString(Math.max(1, recovery.replicationFactor() - 1)));
    // With lost offsets the log is read again: the stored sagas and the ledger's dedup answer.
    properties.put(consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
  }

  private static void recovery(Properties properties, Recovery recovery) {
    properties.put(
        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, Integer.toString(recovery.standbyReplicas()));
    // Transactions end when CommitPace says so. This only lets standby replicas note how far they
    // are; Kafka Streams wants it to be shorter than the transaction timeout.
    properties.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
        millis(recovery.transactionTimeout().dividedBy(2)));
    // Nobody may see a record before its transaction ends, and that sends whatever still waits: to
    // send earlier only costs the brokers more requests, and those are what they can't do many of.
    properties.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), "100");
    properties.put(
        producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        millis(recovery.transactionTimeout()));
    properties.put(
        consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        millis(recovery.sessionTimeout()));
    properties.put(
        consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        millis(recovery.sessionTimeout().dividedBy(4)));
    properties.put(
        consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), millis(MAX_POLL_INTERVAL));
    properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, millis(PROBING_REBALANCE));
    properties.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
    properties.put(
        producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), millis(DELIVERY_TIMEOUT));
    properties.put(producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), millis(MAX_BLOCK));
  }

  private static void size(Properties properties) {
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "1");
    // Starts and answers need no order among each other: never wait for the other topic.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, "-1");
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class.getName());
    properties.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), "262144");
    // A trickle of records would cost the brokers a request each; this gathers it for a moment.
    properties.put(mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), "65536");
    properties.put(mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), "20");
    // What was fetched of one partition is handed over before the next partition has its turn:
    // with Kafka's own mebibyte, a thread that is behind takes many seconds to go round its tasks.
    properties.put(mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), "65536");
    // While the thread waits for records it commits nothing: Kafka's own 100 ms would be added to
    // each step of a saga that no other follows.
    properties.put(StreamsConfig.POLL_MS_CONFIG, "10");
    properties.put(restoreConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), "1048576");
    properties.put(restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), "200");
    // Brokers answer CONCURRENT_TRANSACTIONS while the last transaction's markers are on their way;
    // Kafka's own pause of 100 ms would be added to every step.
    properties.put(producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), "20");
    properties.put(producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), "500");
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
