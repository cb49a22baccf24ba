package onlyonce.producer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file holds, in short.
 *
 * @param sha256 in hexadecimal digits: the same for the same content only
 * @param lineEnds how many line feeds there are
 */
record Fingerprint(String sha256, long lineEnds) {

  static Fingerprint of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[65_536];
      long lineEnds = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        for (int i = 0; i < read; i++) {
          lineEnds += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return new Fingerprint(HexFormat.of().formatHex(sha256.digest()), lineEnds);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
