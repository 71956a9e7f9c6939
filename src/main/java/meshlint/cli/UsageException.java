package meshlint.cli;

import java.io.Serial;
import java.util.Objects;

/**
 * Something in the command line, the config or the file system that the user has to change; the run
 * ends with exit 2.
 */
final class UsageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean isAboutArguments;
  private final String errors;

  /** A wrong command line, said in lower case without a full stop. */
  UsageException(String message) {
    this(message, true, "");
  }

  private UsageException(String message, boolean isAboutArguments, String errors) {
    super(message);
    this.isAboutArguments = isAboutArguments;
    this.errors = errors;
  }

  /** Something else that stands in the way; the message may have several lines. */
  static UsageException of(String message) {
    return new UsageException(message, false, "");
  }

  /**
   * Files of the user with errors in them.
   *
   * @param errors each with its place at the start of a line, where editors look for it
   */
  static UsageException of(String errors, String message) {
    return new UsageException(message, false, errors);
  }

  /** Errors in files, to be printed as they are; mostly empty. */
  String errors() {
    return errors;
  }

  /** What is wrong, one or more lines. */
  String text() {
    return Objects.requireNonNullElse(getMessage(), "");
  }

  /** Whether the help would help. */
  boolean isAboutArguments() {
    return isAboutArguments;
  }
}
