package onlyonce.processor.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page shows is what is compiled and run here, to the letter. */
final class PageShowsCodeTest {
  private static final Path PAGE = Path.of("..", "docs", "exactly-once-in-30-lines.md");
  private static final Path SOURCES =
      Path.of("src", "test", "java", "onlyonce", "processor", "example");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// begin (\\w+)\\n(.*?)^ *// end \\1$");

  @Test
  void page_everyBlockOfJava_isARegionOfTheSourceInItsOrder() throws IOException {
    List<String> shown = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      shown.add(block.group(1).strip());
    }
    List<String> compiled = new ArrayList<>();
    for (String source : List.of("CountWords.java", "RunCountWords.java")) {
      Matcher region = REGION.matcher(Files.readString(SOURCES.resolve(source)));
      while (region.find()) {
        compiled.add(region.group(2).stripTrailing().stripIndent().strip());
      }
    }
    assertThat(compiled).hasSize(3);
    assertThat(shown).isEqualTo(compiled);
  }

  @Test
  void page_theHandlersWork_isThirtyLinesAtMost() throws IOException {
    Matcher region = REGION.matcher(Files.readString(SOURCES.resolve("CountWords.java")));
    assertThat(region.find()).isTrue();
    String source = region.group(2);
    int from = source.indexOf("  public String decode");
    int to = source.indexOf("  public Event event");
    assertThat(from).isPositive();
    try (Stream<String> lines = source.substring(from, to).lines()) {
      assertThat(lines.filter(line -> !line.isBlank() && !line.strip().startsWith("@")).count())
          .isBetween(10L, 30L);
    }
  }
}
