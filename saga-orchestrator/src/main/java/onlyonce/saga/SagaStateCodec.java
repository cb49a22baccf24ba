package onlyonce.saga;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import onlyonce.messages.AccountId;
import onlyonce.messages.Amount;
import onlyonce.messages.CurrencyCode;
import onlyonce.messages.Outcome;
import onlyonce.messages.Transfer;
import onlyonce.messages.TransferResult.End;
import onlyonce.messages.Version;

/**
 * Sagas as values of the state store, whose key is the transfer's id. Big-endian; every text is
 * ASCII behind a length byte; a version is 4 bytes of partition and 8 of offset.
 *
 * <pre>
 * byte 0   format, 1
 *          from, to (texts), amount (8 bytes), currency (text)
 *          state tag (1 byte), then what the state holds, in its record's order
 * Parked   reason (text), version, then tag and contents of where it stood
 * </pre>
 *
 * Reading is strict: another format, an unknown tag or name, a missing or an extra byte is refused.
 */
final class SagaStateCodec {
  private static final byte FORMAT = 1;

  private static final byte HOLDING = 1;
  private static final byte CREDITING = 2;
  private static final byte SETTLING = 3;
  private static final byte RELEASING = 4;
  private static final byte PARKED = 5;
  private static final byte POSTED = 6;
  private static final byte COMPLETED = 7;
  private static final byte REJECTED = 8;
  private static final byte COMPENSATED = 9;
  private static final byte EXPIRED = 10;

  private SagaStateCodec() {}

  /** The value; the same saga always gives the same bytes. */
  static byte[] encode(SagaState.Remembered state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(80);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      writeTransfer(out, state.transfer());
      writeState(out, state);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writeState(DataOutputStream out, SagaState.Remembered state)
      throws IOException {
    switch (state) {
      case Holding _ -> out.writeByte(HOLDING);
      case Crediting _ -> out.writeByte(CREDITING);
      case Settling s -> {
        out.writeByte(SETTLING);
        writeVersion(out, s.credited());
      }
      case Releasing s -> {
        out.writeByte(RELEASING);
        writeText(out, s.end().label());
        writeText(out, s.reason().label());
        writeOptional(out, s.refused());
      }
      case Parked s -> {
        out.writeByte(PARKED);
        writeText(out, s.reason().label());
        writeVersion(out, s.answered());
        writeState(out, s.at());
      }
      case Posted _ -> out.writeByte(POSTED);
      case Completed s -> {
        out.writeByte(COMPLETED);
        writeVersion(out, s.settled());
        writeVersion(out, s.credited());
      }
      case Rejected s -> {
        out.writeByte(REJECTED);
        writeText(out, s.reason().label());
        writeVersion(out, s.refused());
      }
      case Compensated s -> {
        out.writeByte(COMPENSATED);
        writeText(out, s.reason().label());
        writeVersion(out, s.released());
        writeVersion(out, s.refused());
      }
      case Expired s -> {
        out.writeByte(EXPIRED);
        writeOptional(out, s.released());
      }
    }
  }

  private static void writeTransfer(DataOutputStream out, Transfer transfer) throws IOException {
    writeText(out, transfer.from().value());
    writeText(out, transfer.to().value());
    out.writeLong(transfer.amount().minor());
    writeText(out, transfer.currency().value());
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] ascii = text.getBytes(US_ASCII);
    out.writeByte(ascii.length);
    out.write(ascii);
  }

  private static void writeVersion(DataOutputStream out, Version version) throws IOException {
    out.writeInt(version.partition());
    out.writeLong(version.nextOffset());
  }

  private static void writeOptional(DataOutputStream out, Optional<Version> version)
      throws IOException {
    out.writeByte(version.isPresent() ? 1 : 0);
    if (version.isPresent()) {
      writeVersion(out, version.get());
    }
  }

  /**
   * The saga of a transfer.
   *
   * @throws CorruptSagaException when the value is not exactly a saga's
   */
  static SagaState.Remembered decode(UUID transferId, byte[] value) {
    try {
      ByteBuffer in = ByteBuffer.wrap(value);
      byte format = in.get();
      if (format != FORMAT) {
        throw new IllegalArgumentException("format " + format + " is unknown");
      }
      SagaState.Remembered state = readState(in, readTransfer(in, transferId));
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

  private static SagaState.Remembered readState(ByteBuffer in, Transfer transfer) {
    byte tag = in.get();
    return switch (tag) {
      case PARKED -> {
        Outcome reason = readOutcome(in);
        Version answered = readVersion(in);
        yield new Parked(readAwaiting(in.get(), in, transfer), reason, answered);
      }
      case POSTED -> new Posted(transfer);
      case COMPLETED -> new Completed(transfer, readVersion(in), readVersion(in));
      case REJECTED -> new Rejected(transfer, readOutcome(in), readVersion(in));
      case COMPENSATED ->
          new Compensated(transfer, readOutcome(in), readVersion(in), readVersion(in));
      case EXPIRED -> new Expired(transfer, readOptional(in));
      default -> readAwaiting(tag, in, transfer);
    };
  }

  private static Awaiting readAwaiting(byte tag, ByteBuffer in, Transfer transfer) {
    return switch (tag) {
      case HOLDING -> new Holding(transfer);
      case CREDITING -> new Crediting(transfer);
      case SETTLING -> new Settling(transfer, readVersion(in));
      case RELEASING -> new Releasing(transfer, readEnd(in), readOutcome(in), readOptional(in));
      default -> throw new IllegalArgumentException("state tag " + tag + " is unknown");
    };
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

  private static Outcome readOutcome(ByteBuffer in) {
    String label = readText(in);
    return Outcome.ofLabel(label)
        .orElseThrow(() -> new IllegalArgumentException("outcome \"" + label + "\" is unknown"));
  }

  private static End readEnd(ByteBuffer in) {
    String label = readText(in);
    return End.ofLabel(label)
        .orElseThrow(() -> new IllegalArgumentException("end \"" + label + "\" is unknown"));
  }

  private static Version readVersion(ByteBuffer in) {
    return new Version(in.getInt(), in.getLong());
  }

  private static Optional<Version> readOptional(ByteBuffer in) {
    byte present = in.get();
    return switch (present) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(readVersion(in));
      default -> throw new IllegalArgumentException("presence byte " + present + " is unknown");
    };
  }
}
