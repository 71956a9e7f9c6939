package meshlint.cli;

/** What a run tells the shell. */
final class ExitCode {
  /** Nothing at or above {@code --fail-on}. */
  static final int OK = 0;

  /** Findings at or above {@code --fail-on}. */
  static final int FINDINGS = 1;

  /** The run cannot be trusted: usage, config, rule error, unreadable path, internal error. */
  static final int FAILED = 2;

  private ExitCode() {}
}
