package onlyonce.saga;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import onlyonce.messages.Transfer;
import onlyonce.messages.Version;

/**
 * Sagas as values of the state store, whose key is the transfer's id. Big-endian; every text is
 * ASCII behind a length byte; a version is 4 bytes of partition and 8 of offset; what may be
 * missing stands behind a byte, 0 or 1.
 *
 * <pre>
 * byte 0       format, 2
 *              from, to (texts), amount (8 bytes), currency (text)
 *              state tag (1 byte), then what the state holds, in its record's order
 * schedule     attempt (4 bytes), since, next (8 bytes each)
 * Parked       reason (text), version, since, then tag and contents of where it stood
 * </pre>
 *
 * Format 1 had no schedule, no deadline, no time of parking, and a version in every Compensated. It
 * is still read: such sagas are due at once.
 *
 * <p>Reading is strict: another format, an unknown tag or name, a missing or an extra byte is
 * refused.
 */
final class SagaStateCodec {
  static final byte FORMAT = 2;
  static final byte FIRST_FORMAT = 1;

  static final byte HOLDING = 1;
  static final byte CREDITING = 2;
  static final byte SETTLING = 3;
  static final byte RELEASING = 4;
  static final byte PARKED = 5;
  static final byte POSTED = 6;
  static final byte COMPLETED = 7;
  static final byte REJECTED = 8;
  static final byte COMPENSATED = 9;
  static final byte EXPIRED = 10;

  private SagaStateCodec() {}

  /** The value; the same saga always gives the same bytes. */
  static byte[] encode(SagaState.Remembered state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(112);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      writeTransfer(out, state.transfer());
      writeState(out, state);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The saga of a transfer.
   *
   * @throws CorruptSagaException when the value is not exactly a saga's
   */
  static SagaState.Remembered decode(UUID transferId, byte[] value) {
    return SagaStateReader.decode(transferId, value);
  }

  private static void writeState(DataOutputStream out, SagaState.Remembered state)
      throws IOException {
    switch (state) {
      case Holding s -> {
        out.writeByte(HOLDING);
        writeSchedule(out, s.schedule());
        writeOptional(out, s.deadlineMillis());
      }
      case Crediting s -> {
        out.writeByte(CREDITING);
        writeSchedule(out, s.schedule());
      }
      case Settling s -> {
        out.writeByte(SETTLING);
        writeVersion(out, s.credited());
        writeSchedule(out, s.schedule());
      }
      case Releasing s -> {
        out.writeByte(RELEASING);
        writeText(out, s.end().label());
        writeText(out, s.reason().label());
        writeOptional(out, s.refused());
        writeSchedule(out, s.schedule());
      }
      case Parked s -> {
        out.writeByte(PARKED);
        writeText(out, s.reason().label());
        writeVersion(out, s.answered());
        out.writeLong(s.sinceMillis());
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
        writeOptional(out, s.refused());
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

  private static void writeOptional(DataOutputStream out, OptionalLong time) throws IOException {
    out.writeByte(time.isPresent() ? 1 : 0);
    if (time.isPresent()) {
      out.writeLong(time.getAsLong());
    }
  }

  private static void writeSchedule(DataOutputStream out, Schedule schedule) throws IOException {
    out.writeInt(schedule.attempt());
    out.writeLong(schedule.sinceMillis());
    out.writeLong(schedule.nextMillis());
  }
}
