package onlyonce.saga;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Keeps one store to about 8 MiB: an instance opens one for each partition, active and standby, and
 * Kafka Streams' defaults would give each of them ten times that.
 */
public final class SmallRocksDb implements RocksDBConfigSetter {
  private static final long BLOCK_CACHE_BYTES = 4L << 20;
  private static final long WRITE_BUFFER_BYTES = 2L << 20;
  private static final int WRITE_BUFFERS = 2;

  private @Nullable LRUCache blockCache;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
    blockCache = cache;
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    options.setTableFormatConfig(table);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close(String storeName, Options options) {
    if (blockCache != null) {
      blockCache.close();
    }
  }
}
