package onlyonce.processor;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the engine logs meanwhile: the witness of refused commits, which nothing else keeps. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("onlyonce.processor");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  CapturedLog() {
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
  }

  List<String> lines(String fragment) {
    return lines.stream().filter(line -> line.contains(fragment)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
