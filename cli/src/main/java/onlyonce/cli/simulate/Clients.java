package onlyonce.cli.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import onlyonce.cli.simulate.Setting.SimulatedAccount;
import onlyonce.cli.simulate.SimulatedLog.Addressed;
import onlyonce.cli.simulate.SimulatedLog.ForTask;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.Command;
import onlyonce.messages.Command.LedgerCommand;
import onlyonce.messages.CommandCodec;
import onlyonce.messages.Partitioning;
import onlyonce.messages.Topic;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferCodec;
import onlyonce.messages.UnreadableException;
import onlyonce.messages.WireRecord;
import onlyonce.producer.Intent.MakeTransfer;
import onlyonce.producer.JournalLine.Conflicting;
import onlyonce.producer.JournalLine.Intended;
import onlyonce.producer.Routing;
import onlyonce.producer.Send;
import org.jspecify.annotations.Nullable;

/**
 * The producers, and what their journals keep of each intent: its id, route and bytes, made once. A
 * send whose answer was lost is sent again, and so is what somebody asks for twice; both make new
 * records with the same id and bytes.
 */
final class Clients {
  private final Scene scene;
  private final Map<Integer, Journalled> journal = new LinkedHashMap<>();

  /** A journalled intent and what its client knows. */
  static final class Journalled {
    private final Intended intended;
    private final MakeTransfer wish;
    private boolean acknowledged;
    private boolean inLog;

    Journalled(Intended intended, MakeTransfer wish) {
      this.intended = intended;
      this.wish = wish;
    }

    int number() {
      return (int) intended.line();
    }

    UUID id() {
      return intended.id();
    }

    MakeTransfer wish() {
      return wish;
    }

    boolean isAcknowledged() {
      return acknowledged;
    }

    boolean isInLog() {
      return inLog;
    }

    /** Whether it goes to the orchestrator, not to a ledger partition. */
    boolean goesToTransfers() {
      return intended.topic().equals(Topic.TRANSFERS.topicName());
    }
  }

  Clients(Scene scene) {
    this.scene = scene;
  }

  Map<Integer, Journalled> journal() {
    return journal;
  }

  boolean want(Step.Want want) {
    if (journal.containsKey(want.intent())) {
      return false;
    }
    UUID id = id(scene.nowMillis() + want.clockAheadMillis(), want.chance());
    MakeTransfer wish =
        new MakeTransfer(
            accountOf(want.from()),
            accountOf(want.to()),
            new Amount(want.amountMinor()),
            Setting.ACCOUNTS.get(want.from()).currency());
    Routing.Route route =
        want.viaTransfers()
            ? new Routing.Route(
                Topic.TRANSFERS.topicName(),
                Partitioning.ofKey(id.toString(), Setting.TASKS),
                id.toString(),
                TransferCodec.EVENT_TYPE)
            : Setting.ROUTING.of(wish, id.toString());
    String name = "T" + want.intent();
    Instant now = Instant.ofEpochMilli(scene.nowMillis());
    Intended intended =
        new Intended(
            want.intent(),
            name,
            id,
            route.topic(),
            route.partition(),
            route.key(),
            route.type(),
            Setting.ROUTING.eventSource(),
            now,
            scene.nowMillis(),
            new String(wish.payload(), UTF_8));
    journal.put(want.intent(), new Journalled(intended, wish));
    scene.name(id, name);
    scene.say(
        "client",
        () ->
            "journals %s: %s from %s to %s, by %s"
                .formatted(name, wish.amount(), wish.from(), wish.to(), route.topic()));
    return true;
  }

  boolean send(int intent, Step.Fate fate) {
    Journalled journalled = journal.get(intent);
    if (journalled == null) {
      return false;
    }
    String again = journalled.inLog ? " again" : "";
    scene.say(
        "client",
        () ->
            "sends T%d%s%s"
                .formatted(
                    intent,
                    again,
                    switch (fate) {
                      case ACKNOWLEDGED -> "";
                      case ANSWER_LOST -> "; the answer is lost";
                      case LOST -> "; the request is lost";
                    }));
    if (fate == Step.Fate.LOST) {
      return true;
    }
    journalled.inLog = true;
    journalled.acknowledged |= fate == Step.Fate.ACKNOWLEDGED;
    append(Send.recordOf(journalled.intended));
    return true;
  }

  boolean sendConflict(int intent) {
    Journalled journalled = journal.get(intent);
    if (journalled == null || !journalled.inLog) {
      return false;
    }
    MakeTransfer wish = journalled.wish;
    MakeTransfer other =
        new MakeTransfer(
            wish.from(), wish.to(), new Amount(wish.amount().minor() + 1), wish.currency());
    Intended intended = journalled.intended;
    Conflicting conflict =
        new Conflicting(
            intent,
            intended.id(),
            intended.type(),
            Instant.ofEpochMilli(scene.nowMillis()),
            new String(other.payload(), UTF_8));
    scene.say("client", () -> "sends T%d with another amount".formatted(intent));
    append(Send.recordOf(intended, conflict));
    return true;
  }

  /** Somebody sends a direct transfer to the orchestrator as well, under the same id. */
  boolean sendByOtherRoute(int intent) {
    Journalled journalled = journal.get(intent);
    if (journalled == null || !journalled.inLog || journalled.goesToTransfers()) {
      return false;
    }
    MakeTransfer wish = journalled.wish;
    scene.say("client", () -> "sends T%d by transfers, too".formatted(intent));
    start(new Transfer(journalled.id(), wish.from(), wish.to(), wish.amount(), wish.currency()));
    return true;
  }

  boolean close(int account, long chance) {
    SimulatedAccount closing = Setting.ACCOUNTS.get(account);
    UUID id = id(scene.nowMillis(), chance);
    scene.name(id, "close of " + closing.id());
    scene.say("client", () -> "closes " + closing.id());
    appendCommand(closing.ledger(), new Addressed(id, new Command.Close(closing.id())));
    return true;
  }

  private void append(WireRecord sent) {
    try {
      if (sent.topic().equals(Topic.TRANSFERS.topicName())) {
        Transfer transfer = TransferCodec.decode(sent.event(), sent.value());
        start(transfer);
      } else if (CommandCodec.decode(sent.event(), sent.value()) instanceof LedgerCommand command) {
        appendCommand(sent.partition(), new Addressed(sent.event().id(), command));
      }
    } catch (UnreadableException e) {
      throw new IllegalStateException("a client's own record cannot be read", e);
    }
  }

  private void start(Transfer transfer) {
    scene
        .log()
        .transfers(SimulatedLog.taskOf(transfer.id()))
        .append(scene.nowMillis(), new ForTask.Start(transfer));
  }

  private void appendCommand(int ledger, Addressed command) {
    scene.append(ledger, command);
  }

  /** An account of the setting, or beyond them one that nobody opened. */
  private static AccountId accountOf(int number) {
    int known = Setting.ACCOUNTS.size();
    return number < known
        ? Setting.ACCOUNTS.get(number).id()
        : Setting.NOBODY.get((number - known) % Setting.NOBODY.size());
  }

  /** A UUIDv7 of that time. */
  static UUID id(long millis, long chance) {
    return new UUID(
        (millis << 16) | 0x7000L | (chance & 0xFFF),
        0x8000_0000_0000_0000L | (((chance >>> 12) * 0x9E37_79B9_7F4A_7C15L) >>> 2));
  }

  @Nullable Journalled journalled(int intent) {
    return journal.get(intent);
  }
}
