package onlyonce.saga;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CommandIds;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/** Reads what {@link SagaStateCodec} describes, in its present format and in the first one. */
final class SagaStateReader {
  private final ByteBuffer in;
  private final boolean first;
  private final Transfer transfer;

  private SagaStateReader(ByteBuffer in, byte format, UUID transferId) {
    this.in = in;
    this.first = format == SagaStateCodec.FIRST_FORMAT;
    this.transfer = readTransfer(in, transferId);
  }

  static SagaState.Remembered decode(UUID transferId, byte[] value) {
    try {
      ByteBuffer in = ByteBuffer.wrap(value);
      byte format = in.get();
      if (format != SagaStateCodec.FORMAT && format != SagaStateCodec.FIRST_FORMAT) {
        throw new IllegalArgumentException("format " + format + " is unknown");
      }
      SagaState.Remembered state = new SagaStateReader(in, format, transferId).readState();
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes follow");
      }
      return state;
    } catch (BufferUnderflowException e) {
      throw new CorruptSagaException(transferId, "it ends early, after " + value.length + " bytes");
    } catch (IllegalArgumentException e) {
      throw new CorruptSagaException(transferId, String.valueOf(e.getMessage()));
    }
  }

  private SagaState.Remembered readState() {
    byte tag = in.get();
    return switch (tag) {
      case SagaStateCodec.PARKED -> {
        Outcome reason = readOutcome();
        Version answered = readVersion(in);
        long sinceMillis = first ? transferMillis() : in.getLong();
        yield new Parked(readAwaiting(in.get()), reason, answered, sinceMillis);
      }
      case SagaStateCodec.POSTED -> new Posted(transfer);
      case SagaStateCodec.COMPLETED -> new Completed(transfer, readVersion(in), readVersion(in));
      case SagaStateCodec.REJECTED -> new Rejected(transfer, readOutcome(), readVersion(in));
      case SagaStateCodec.COMPENSATED ->
          new Compensated(
              transfer,
              readOutcome(),
              readVersion(in),
              first ? Optional.of(readVersion(in)) : readOptional(SagaStateReader::readVersion));
      case SagaStateCodec.EXPIRED ->
          new Expired(transfer, readOptional(SagaStateReader::readVersion));
      default -> readAwaiting(tag);
    };
  }

  private Awaiting readAwaiting(byte tag) {
    return switch (tag) {
      case SagaStateCodec.HOLDING -> {
        Schedule schedule = readSchedule();
        yield new Holding(transfer, schedule, readDeadline());
      }
      case SagaStateCodec.CREDITING -> new Crediting(transfer, readSchedule());
      case SagaStateCodec.SETTLING -> new Settling(transfer, readVersion(in), readSchedule());
      case SagaStateCodec.RELEASING ->
          new Releasing(
              transfer,
              readEnd(),
              readOutcome(),
              readOptional(SagaStateReader::readVersion),
              readSchedule());
      default -> throw new IllegalArgumentException("state tag " + tag + " is unknown");
    };
  }

  private Schedule readSchedule() {
    return first
        ? Schedule.unknown(transferMillis())
        : new Schedule(in.getInt(), in.getLong(), in.getLong());
  }

  private OptionalLong readDeadline() {
    return first
        ? OptionalLong.empty()
        : readOptional(ByteBuffer::getLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private long transferMillis() {
    return CommandIds.timeMillis(transfer.id());
  }

  private <T> Optional<T> readOptional(Function<ByteBuffer, T> value) {
    byte present = in.get();
    return switch (present) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(value.apply(in));
      default -> throw new IllegalArgumentException("presence byte " + present + " is unknown");
    };
  }

  private Outcome readOutcome() {
    String label = readText(in);
    return Outcome.ofLabel(label)
        .orElseThrow(() -> new IllegalArgumentException("outcome \"" + label + "\" is unknown"));
  }

  private End readEnd() {
    String label = readText(in);
    return End.ofLabel(label)
        .orElseThrow(() -> new IllegalArgumentException("end \"" + label + "\" is unknown"));
  }

  private static Transfer readTransfer(ByteBuffer in, UUID id) {
    return new Transfer(
        id,
        new AccountId(readText(in)),
        new AccountId(readText(in)),
        new Amount(in.getLong()),
        new CurrencyCode(readText(in)));
  }

  private static String readText(ByteBuffer in) {
    byte[] ascii = new byte[Byte.toUnsignedInt(in.get())];
    in.get(ascii);
    return new String(ascii, US_ASCII);
  }

  private static Version readVersion(ByteBuffer in) {
    return new Version(in.getInt(), in.getLong());
  }
}
