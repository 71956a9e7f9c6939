package meshlint.source;

/**
 * An input that could not be read. The rest is still linted, but the run cannot be trusted: exit 2.
 *
 * @param path the path as people see it (the argument, or a file found below it)
 * @param reason why, in lower case without a full stop, such as {@code no such file or folder}
 */
public record InputError(String path, String reason) {
  /** {@code path: reason}. */
  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
