package meshlint.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One file to read: where it is, how people see its name, and which argument brought it in. */
public final class InputFile {
  /** The display path of standard input. */
  public static final String STDIN = "<stdin>";

  // What an int can index, with room for the tree: no manifest comes near.
  private static final long MAX_BYTES = 1L << 30;

  private final @Nullable Path path;
  private final String displayPath;
  private final String root;
  private final byte @Nullable [] content;

  private InputFile(
      @Nullable Path path, String displayPath, String root, byte @Nullable [] content) {
    this.path = path;
    this.displayPath = displayPath;
    this.root = root;
    this.content = content;
  }

  /**
   * A file on disk.
   *
   * @param path absolute and normalized
   * @param displayPath relative to the working directory where it lies below it, forward slashes
   * @param root display path of the command-line argument that named the file or a folder above it
   */
  static InputFile onDisk(Path path, String displayPath, String root) {
    return new InputFile(path, displayPath, root, null);
  }

  /** Bytes already at hand, such as standard input; its root is itself. */
  public static InputFile ofBytes(String displayPath, byte[] content) {
    return new InputFile(null, displayPath, displayPath, content.clone());
  }

  /** Where it is, absolute and normalized; null for bytes that are in no file. */
  public @Nullable Path path() {
    return path;
  }

  /** The name findings show. */
  public String displayPath() {
    return displayPath;
  }

  /** The display path of the command-line argument through which it was found. */
  public String root() {
    return root;
  }

  /** Its bytes. Reads the file each time it is called. */
  public byte[] read() throws IOException {
    byte[] known = content;
    if (known != null) {
      return known.clone();
    }
    Path file = path;
    if (file == null) {
      return new byte[0];
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it is larger than 1 GB");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public String toString() {
    return displayPath;
  }
}
