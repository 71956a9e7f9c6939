package meshlint.finding;

/** How sure a finding is, given that only the linted files were seen. */
public enum Confidence {
  /** Follows from what the files say. */
  HIGH,
  /** Rests on something absent from the files, or on a heuristic. */
  MEDIUM,
  /** A hint. */
  LOW;

  /** The lower-case word that rules and reports use. */
  public String word() {
    return switch (this) {
      case HIGH -> "high";
      case MEDIUM -> "medium";
      case LOW -> "low";
    };
  }
}
