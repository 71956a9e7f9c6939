package meshlint.graph;

/**
 * What the input says about a question. A manifest folder is rarely the whole cluster, so absence
 * is {@link #UNKNOWN} unless something shows that the picture is complete.
 */
public enum Known {
  /** The input shows that it is so. */
  YES,
  /** The input shows that it is not so. */
  NO,
  /** The input does not decide it. */
  UNKNOWN;

  /** {@link #YES} or {@link #NO}. */
  public static Known of(boolean value) {
    return value ? YES : NO;
  }

  /** Both must hold: no beats unknown, unknown beats yes. */
  public Known and(Known other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES && other == YES ? YES : UNKNOWN;
  }

  /** One must hold: yes beats unknown, unknown beats no. */
  public Known or(Known other) {
    if (this == YES || other == YES) {
      return YES;
    }
    return this == NO && other == NO ? NO : UNKNOWN;
  }

  /** The opposite; unknown stays unknown. */
  public Known not() {
    return this == YES ? NO : this == NO ? YES : UNKNOWN;
  }

  /** Whether it is {@link #YES}. */
  public boolean isYes() {
    return this == YES;
  }

  /** Whether it is {@link #NO}. */
  public boolean isNo() {
    return this == NO;
  }

  /** Whether it is {@link #UNKNOWN}. */
  public boolean isUnknown() {
    return this == UNKNOWN;
  }
}
