package meshlint.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One of this process's streams, which remembers why it could not be written. */
final class OutputFile extends FileOutputStream {
  private @Nullable String failure;

  OutputFile(FileDescriptor descriptor) {
    super(descriptor);
  }

  /** A printer of UTF-8 on every machine: the bytes of a report must not depend on its locale. */
  PrintStream printer() {
    return new PrintStream(new BufferedOutputStream(this, 1 << 16), false, StandardCharsets.UTF_8);
  }

  /** Why something was lost; null where nothing was, or where the reader had seen enough. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      super.write(bytes, from, length);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      // `| head` closes the pipe when it has its lines.
      failure = reason.contains("pipe") ? failure : reason;
      throw e;
    }
  }
}
