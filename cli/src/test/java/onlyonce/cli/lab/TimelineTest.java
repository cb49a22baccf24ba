package onlyonce.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final Timeline.Legend LEGEND = new Timeline.Legend("done", "locked", "late");

  @Test
  void svg_ofTwoMarksThatAreClose_putsTheirLabelsLeftAndRight() {
    String svg =
        timeline(
                List.of(
                    new Timeline.Mark(1, "killed"),
                    new Timeline.Mark(5, "restarted"),
                    new Timeline.Mark(5.2, "resolved")),
                List.of())
            .svg();

    assertThat(label(svg, "killed").side()).isEqualTo("start");
    assertThat(label(svg, "restarted").side()).isEqualTo("end");
    assertThat(label(svg, "resolved").side()).isEqualTo("start");
    assertThat(label(svg, "resolved").y()).isEqualTo(label(svg, "killed").y());
  }

  @Test
  void svg_ofThreeMarksThatAreClose_putsTheThirdLabelAbove() {
    String svg =
        timeline(
                List.of(
                    new Timeline.Mark(5, "one"),
                    new Timeline.Mark(5.2, "two"),
                    new Timeline.Mark(5.4, "three")),
                List.of())
            .svg();

    assertThat(label(svg, "two").y()).isEqualTo(label(svg, "one").y());
    assertThat(label(svg, "three").y()).isLessThan(label(svg, "two").y());
  }

  @Test
  void svg_ofTicksOutside_leavesThemOut() {
    String svg =
        timeline(List.of(), List.of(new Timeline.Lane("a", List.of(), List.of(-1.0, 5.0, 11.0))))
            .svg();

    // One of the lane, one of the legend.
    assertThat(Pattern.compile("class=\"tick\"").matcher(svg).results().count()).isEqualTo(2);
  }

  @Test
  void svg_ofNamesFromOutside_escapesThem() {
    String svg =
        timeline(
                List.of(),
                List.of(
                    new Timeline.Lane(
                        "<a>",
                        List.of(new Timeline.Span(1, 2, Timeline.Kind.WAITED, "\"tip\"")),
                        List.of())))
            .svg();

    assertThat(svg).contains("&lt;a&gt;", "&quot;tip&quot;").doesNotContain("<a>");
  }

  @Test
  void timeline_thatEndsBeforeItBegins_isRefused() {
    assertThatThrownBy(() -> new Timeline(1, 1, List.of(), List.of(), LEGEND))
        .hasMessage("a timeline from 1.0 to 1.0");
  }

  private static Timeline timeline(List<Timeline.Mark> marks, List<Timeline.Lane> lanes) {
    return new Timeline(0, 10, marks, lanes, LEGEND);
  }

  /** Where a mark's label stands. */
  private record Label(String side, int y) {}

  private static Label label(String svg, String text) {
    Matcher found =
        Pattern.compile("text-anchor=\"(\\w+)\" x=\"[\\d.]+\" y=\"(\\d+)\">" + text + "<")
            .matcher(svg);
    assertThat(found.find()).as(text).isTrue();
    return new Label(found.group(1), Integer.parseInt(found.group(2)));
  }
}
