package onlyonce.chaos.intent;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** 64 bits of SHA-256: equal for equal payloads, and for others only by a miracle. */
public final class PayloadHash {
  private PayloadHash() {}

  /** The hash of a payload; of nothing, when there is none. */
  public static long of(byte @Nullable [] payload) {
    MessageDigest sha256 = sha256();
    return ByteBuffer.wrap(sha256.digest(payload == null ? new byte[0] : payload)).getLong();
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
