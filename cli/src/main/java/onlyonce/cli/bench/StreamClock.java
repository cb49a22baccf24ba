package onlyonce.cli.bench;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time inside a stream's ids: a millisecond every so many commands from a given start, so that
 * the same stream can be made twice. It runs behind the wall clock, never ahead.
 */
final class StreamClock extends Clock {
  private static final int COMMANDS_A_MILLISECOND = 500;

  private final long startMillis;
  private long ticks;

  StreamClock(long startMillis) {
    this.startMillis = startMillis;
  }

  void tick() {
    ticks++;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(startMillis + ticks / COMMANDS_A_MILLISECOND);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
