package onlyonce.chaos.recording;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An entry's bytes. Java's {@link ZipFile} does not compare checksums, so this does, when the end
 * is reached.
 */
final class VerifiedEntry extends FilterInputStream {
  private final ZipEntry entry;
  private final CheckedInputStream checked;
  private boolean verified;

  private VerifiedEntry(ZipEntry entry, CheckedInputStream checked) {
    super(checked);
    this.entry = entry;
    this.checked = checked;
  }

  static InputStream plain(ZipFile zip, ZipEntry entry) throws IOException {
    return new VerifiedEntry(entry, new CheckedInputStream(zip.getInputStream(entry), new CRC32()));
  }

  static InputStream compressed(ZipFile zip, ZipEntry entry) throws IOException {
    return new ZstdInputStream(plain(zip, entry)).setContinuous(false);
  }

  @Override
  public int read() throws IOException {
    return ended(super.read());
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException {
    return ended(super.read(into, start, length));
  }

  private int ended(int read) throws IOException {
    if (read < 0 && !verified) {
      if (checked.getChecksum().getValue() != entry.getCrc()) {
        throw new IOException("its checksum differs");
      }
      verified = true;
    }
    return read;
  }
}
