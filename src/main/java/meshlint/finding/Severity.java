package meshlint.finding;

/** How bad it is to leave a finding as it is; the worst first. */
public enum Severity {
  /** Connections fail or the object is refused. */
  ERROR,
  /** Something does not do what was written, or fails under a condition that is likely. */
  WARNING,
  /** Worth knowing; rests on something that the input does not show. */
  INFO;

  /** The lower-case word that rules, reports and options use. */
  public String word() {
    return switch (this) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "info";
    };
  }

  /** Whether this is as bad as {@code other} or worse. */
  public boolean atLeast(Severity other) {
    return compareTo(other) <= 0;
  }
}
