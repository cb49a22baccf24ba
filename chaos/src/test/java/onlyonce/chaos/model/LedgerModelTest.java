package onlyonce.chaos.model;

import static java.util.stream.Collectors.joining;
import static onlyonce.chaos.reconcile.SmallBank.PARTITIONING;
import static onlyonce.chaos.reconcile.SmallBank.T0;
import static onlyonce.chaos.reconcile.SmallBank.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import onlyonce.chaos.reconcile.SmallBank;
import onlyonce.messages.CommandType;
import onlyonce.messages.DeadLetterReason;
import onlyonce.messages.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LedgerModelTest {
  private static final long DAY = 86_400_000;

  private final LedgerModel model = new LedgerModel(0, PARTITIONING);
  private final String alice = name("alice", 0);
  private final String bob = name("bob", 0);
  private final String usd = name("usd", 0);
  private long offset;
  private int ids;

  @BeforeEach
  void openAccounts() {
    open(alice, "EUR", 1000, false);
    open(bob, "EUR", 0, false);
    open(usd, "USD", 10, true);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          alice, bob,   1000, EUR, Applied
          alice, bob,   1001, EUR, InsufficientFunds
          alice, alice, 1,    EUR, SameAccount
          ghost, bob,   1,    EUR, AccountNotFound
          alice, ghost, 1,    EUR, AccountNotFound
          alice, usd,   1,    EUR, CurrencyMismatch
          alice, bob,   1,    USD, CurrencyMismatch
          usd,   alice, 1,    USD, CurrencyMismatch
          """)
  void post_isDecidedInTheOrderOfTheRules(
      String from, String to, long amount, String currency, String outcome) {
    post(account(from), account(to), amount, currency);

    assertThat(last()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hold 400                            | Applied                                    | alice 1000/400
          Hold 1001                           | InsufficientFunds                          | alice 1000/0
          Hold 400, Hold' 400                 | Applied HoldExists                         | alice 1000/400
          Hold 400, Settle                    | Applied Applied                            | alice 600/0
          Hold 400, Release                   | Applied Applied                            | alice 1000/0
          Hold 400, Settle, Settle', Release  | Applied Applied HoldAlreadySettled HoldAlreadySettled | alice 600/0
          Hold 400, Release, Release', Settle | Applied Applied HoldAlreadyReleased HoldAlreadyReleased | alice 1000/0
          Release, Hold 400, Settle           | Applied HoldAlreadyReleased HoldAlreadyReleased | alice 1000/0
          Settle                              | HoldNotFound                               | alice 1000/0
          Hold 400, Settle, Hold' 400         | Applied Applied HoldAlreadySettled         | alice 600/0
          Credit 50                           | Applied                                    | alice 1050/0
          """)
  void steps_ofOneTransfer_followItsHold(String steps, String outcomes, String balance) {
    UUID transfer = SmallBank.id(900);
    for (String text : steps.split(", ", -1)) {
      String[] words = text.split(" ", -1);
      CommandType type = CommandType.ofLabel(words[0].replace("'", "")).orElseThrow();
      step(transfer, type, words.length > 1 ? Optional.of(words[1]) : Optional.empty());
    }

    assertThat(model.judged().stream().skip(3).map(j -> j.outcome().label()).collect(joining(" ")))
        .isEqualTo(outcomes);
    ModelAccount account = model.account(alice).orElseThrow();
    assertThat("alice " + account.postedMinor() + "/" + account.heldMinor()).isEqualTo(balance);
  }

  @Test
  void settle_atAnotherAccountThanTheHold_isNotFound() {
    UUID transfer = SmallBank.id(901);
    step(transfer, CommandType.HOLD, Optional.of("400"));
    apply(next(), CommandType.SETTLE, at(transfer, bob), 0);

    assertThat(last()).isEqualTo("HoldNotFound");
  }

  @Test
  void open_ofAnExistingOrClosedAccount_isRefused() {
    open(bob, "EUR", 5, false);
    assertThat(last()).isEqualTo("AccountExists");
    close(bob);
    assertThat(last()).isEqualTo("Applied");
    open(bob, "EUR", 5, false);
    assertThat(last()).isEqualTo("AccountClosed");
    post(alice, bob, 1, "EUR");
    assertThat(last()).isEqualTo("AccountClosed");
  }

  @Test
  void close_ofAnAccountThatHoldsMoney_isRefused() {
    close(alice);
    assertThat(last()).isEqualTo("AccountNotEmpty");
  }

  @Test
  void mayGoNegative_letsAnAccountOverdraw() {
    String other = name("other", 0);
    open(other, "USD", 0, false);
    post(usd, other, 500, "USD");

    assertThat(last()).isEqualTo("Applied");
    assertThat(model.account(usd).orElseThrow().postedMinor()).isEqualTo(-490);
  }

  @Test
  void repeat_ofTheSameRecord_changesNothing_andOtherContentIsRefused() {
    UUID id = next();
    apply(id, CommandType.POST, money(alice, bob, 100, "EUR"), 0);
    apply(id, CommandType.POST, money(alice, bob, 100, "EUR"), 0);
    apply(id, CommandType.POST, money(alice, bob, 101, "EUR"), 0);

    assertThat(model.account(bob).orElseThrow().postedMinor()).isEqualTo(100);
    assertThat(refusedAt(5)).isEqualTo(DeadLetterReason.CONFLICTS_WITH_EARLIER);
  }

  @Test
  void repeat_withAnotherType_conflicts() {
    UUID id = next();
    UUID transfer = SmallBank.id(902);
    apply(id, CommandType.SETTLE, at(transfer, alice), 0);
    apply(id, CommandType.RELEASE, at(transfer, alice), 0);

    assertThat(refusedAt(4)).isEqualTo(DeadLetterReason.CONFLICTS_WITH_EARLIER);
  }

  @Test
  void belowTheFloor_commandsExpire_butSettleAndReleaseAreDecidedByTheHold() {
    UUID transfer = SmallBank.id(903);
    step(transfer, CommandType.HOLD, Optional.of("400"));
    apply(late(3 * DAY), CommandType.POST, money(alice, bob, 1, "EUR"), 3 * DAY);
    assertThat(model.floorMillis()).isEqualTo(T0 + 2 * DAY);

    post(alice, bob, 2, "EUR");
    assertThat(refusedAt(5)).isEqualTo(DeadLetterReason.EXPIRED);
    step(transfer, CommandType.SETTLE, Optional.empty());
    assertThat(last()).isEqualTo("Applied");
    assertThat(model.judged().getLast().remembered()).isFalse();
    step(transfer, CommandType.SETTLE, Optional.empty());
    assertThat(last()).isEqualTo("HoldAlreadySettled");
  }

  @Test
  void logTime_leapsNeitherByTheBrokersNorByTheClientsClockAlone() {
    long before = model.logTimeMillis();
    apply(late(10 * DAY), CommandType.POST, money(alice, bob, 1, "EUR"), 0);
    assertThat(model.logTimeMillis()).isLessThan(before + DAY);
    apply(next(), CommandType.POST, money(alice, bob, 1, "EUR"), 10 * DAY);
    assertThat(model.logTimeMillis()).isLessThan(before + DAY);
  }

  @Test
  void configure_setsTheWindow_fromThereOn() {
    apply(next(), CommandType.CONFIGURE, "{\"rules_version\":1,\"dedup_window_ms\":60000}", 0);
    apply(late(DAY), CommandType.POST, money(alice, bob, 1, "EUR"), DAY);

    assertThat(model.windowMillis()).isEqualTo(60_000);
    assertThat(model.floorMillis()).isEqualTo(T0 + DAY - 60_000);
  }

  @Test
  void unreadable_andWrongPartition_areRefusedByName() {
    apply(next(), CommandType.POST, "{\"from\":", 0);
    apply(next(), CommandType.POST, money(alice, name("carol", 1), 1, "EUR"), 0);

    assertThat(refusedAt(3)).isEqualTo(DeadLetterReason.BAD_JSON);
    assertThat(refusedAt(4)).isEqualTo(DeadLetterReason.WRONG_PARTITION);
  }

  private String account(String name) {
    return switch (name) {
      case "alice" -> alice;
      case "bob" -> bob;
      case "usd" -> usd;
      default -> name(name, 0);
    };
  }

  private String last() {
    return model.judged().getLast().outcome().label();
  }

  private DeadLetterReason refusedAt(long at) {
    return Objects.requireNonNull(model.refusals().get(at)).reason();
  }

  private UUID next() {
    return SmallBank.id(100 + ids++);
  }

  private UUID late(long millis) {
    UUID id = next();
    return new UUID(((T0 + millis) << 16) | 0x7000L, id.getLeastSignificantBits());
  }

  private void open(String account, String currency, long minor, boolean mayGoNegative) {
    apply(
        next(),
        CommandType.OPEN,
        "{\"account\":\"%s\",\"currency\":\"%s\",\"opening_minor\":%d,\"may_go_negative\":%s}"
            .formatted(account, currency, minor, mayGoNegative),
        0);
  }

  private void close(String account) {
    apply(next(), CommandType.CLOSE, "{\"account\":\"%s\"}".formatted(account), 0);
  }

  private void post(String from, String to, long amount, String currency) {
    apply(next(), CommandType.POST, money(from, to, amount, currency), 0);
  }

  private void step(UUID transfer, CommandType type, Optional<String> amount) {
    String value =
        amount
            .map(
                minor ->
                    "{\"transfer_id\":\"%s\",\"account\":\"%s\",\"amount_minor\":%s,\"currency\":\"EUR\"}"
                        .formatted(transfer, alice, minor))
            .orElse(at(transfer, alice));
    apply(next(), type, value, 0);
  }

  private static String at(UUID transfer, String account) {
    return "{\"transfer_id\":\"%s\",\"account\":\"%s\"}".formatted(transfer, account);
  }

  private static String money(String from, String to, long minor, String currency) {
    return "{\"from\":\"%s\",\"to\":\"%s\",\"amount_minor\":%d,\"currency\":\"%s\"}"
        .formatted(from, to, minor, currency);
  }

  private void apply(UUID id, CommandType type, String value, long afterMillis) {
    ConsumerRecord<byte[], byte[]> made =
        SmallBank.consumed(Topic.LEDGER_COMMANDS, 0, offset, id, type.eventType(), value);
    model.apply(
        new ConsumerRecord<>(
            made.topic(),
            0,
            offset,
            T0 + 1000 + afterMillis,
            TimestampType.LOG_APPEND_TIME,
            3,
            value.length(),
            made.key(),
            made.value(),
            made.headers(),
            Optional.empty()));
    offset++;
  }
}
