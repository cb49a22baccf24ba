package onlyonce.localcluster.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Asks the kernel to begin to write what it holds of a file: Linux's {@code sync_file_range(2)}
 * with {@code SYNC_FILE_RANGE_WRITE}, which waits for nothing and touches no metadata.
 */
public final class WriteBehind {
  public static final WriteBehind INSTANCE = new WriteBehind();

  private static final int READ_ONLY = 0;
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  private final Optional<MethodHandle> open;
  private final Optional<MethodHandle> syncFileRange;
  private final Optional<MethodHandle> close;

  private WriteBehind() {
    this.open =
        call(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    this.syncFileRange =
        call(
            "sync_file_range",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    this.close = call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  @SuppressWarnings("restricted") // The signatures are those of the manual pages.
  private static Optional<MethodHandle> call(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, signature, options));
  }

  /** Whether this platform has the call. */
  public boolean isOffered() {
    return open.isPresent() && syncFileRange.isPresent() && close.isPresent();
  }

  /** Begins to write; a file that cannot be opened is left alone. */
  public void start(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(file.toString());
      int descriptor = (int) open.orElseThrow().invokeExact(path, READ_ONLY);
      if (descriptor >= 0) {
        var _ =
            (int)
                syncFileRange.orElseThrow().invokeExact(descriptor, 0L, 0L, SYNC_FILE_RANGE_WRITE);
        var _ = (int) close.orElseThrow().invokeExact(descriptor);
      }
    } catch (Throwable e) { // What a method handle declares; none of the three throws.
      throw new IllegalStateException("cannot ask the kernel to write " + file, e);
    }
  }
}
