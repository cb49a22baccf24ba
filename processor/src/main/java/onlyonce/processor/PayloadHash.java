package onlyonce.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells two payloads of one id apart: the first 16 bytes of SHA-256 over type, zero and payload.
 */
final class PayloadHash {
  private static final int LENGTH = 16;
  private final MessageDigest sha256;

  PayloadHash() {
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] of(String eventType, byte @Nullable [] payload) {
    sha256.update(eventType.getBytes(UTF_8));
    sha256.update((byte) 0);
    if (payload != null) {
      sha256.update(payload);
    }
    return Arrays.copyOf(sha256.digest(), LENGTH);
  }
}
