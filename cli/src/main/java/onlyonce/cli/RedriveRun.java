package onlyonce.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import onlyonce.producer.Routing;

/**
 * Redrives one letter after the other and tells of each. A letter that was put aside twice, since
 * its processor died in between, goes out once.
 */
final class RedriveRun implements ReadDeadLetters.Visitor {
  private final DeadLetterChoice choice;
  private final Routing routing;
  private final SendAgain sendAgain;
  private final Terminal terminal;
  private final Set<String> origins = new HashSet<>();
  private final Set<String> unseenIds;
  private long sent;
  private long refused;

  RedriveRun(DeadLetterChoice choice, Routing routing, SendAgain sendAgain, Terminal terminal) {
    this.choice = choice;
    this.routing = routing;
    this.sendAgain = sendAgain;
    this.terminal = terminal;
    this.unseenIds = new HashSet<>(choice.ids());
  }

  private record Underway(FoundDeadLetter found, Future<String> answer) {}

  @Override
  public void visit(List<FoundDeadLetter> found) {
    List<Underway> underway = new ArrayList<>();
    for (FoundDeadLetter letter : found) {
      if (!choice.takes(letter) || (letter.letter().isPresent() && !origins.add(letter.origin()))) {
        continue;
      }
      unseenIds.remove(letter.id());
      switch (Redrive.of(letter, routing)) {
        case Redrive.Again again ->
            underway.add(new Underway(letter, sendAgain.send(again.wireRecord())));
        case Redrive.Refused no -> {
          refused++;
          say(letter, "refused: " + no.why());
        }
      }
    }
    underway.forEach(this::await);
  }

  private void await(Underway underway) {
    try {
      say(underway.found(), underway.answer().get());
      sent++;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s was not acknowledged; redrive it again, under its id that is safe"
              .formatted(name(underway.found())),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while redriving", e);
    }
  }

  private void say(FoundDeadLetter letter, String what) {
    terminal.print(name(letter) + " " + what);
  }

  private static String name(FoundDeadLetter letter) {
    return "%s %s (%s from %s)"
        .formatted(letter.type(), letter.id(), letter.reason(), letter.origin());
  }

  /** Sums up; returns the exit code. */
  int report() {
    unseenIds.forEach(id -> terminal.warn("no dead letter has the id " + id));
    terminal.print("%d redriven, %d refused".formatted(sent, refused));
    return refused == 0 && unseenIds.isEmpty() ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }
}
