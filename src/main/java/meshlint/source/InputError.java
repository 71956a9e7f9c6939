package meshlint.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * An input that could not be read. The run goes on without it, but cannot be trusted (exit 2).
 *
 * @param path the path as people see it
 * @param reason what is wrong with it, such as {@code no such file or folder}
 */
public record InputError(String path, String reason) {
  /** What an exception means, in plain words. */
  public static String reasonOf(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String message = e.getMessage();
    return message == null ? "cannot be read" : "cannot be read: " + message;
  }

  /** {@code path: reason}. */
  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
