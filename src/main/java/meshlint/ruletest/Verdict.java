package meshlint.ruletest;

import meshlint.source.Span;

/**
 * How one expectation of a case, or one finding that no expectation covers, came out.
 *
 * @param kind how
 * @param rule id of the rule
 * @param place the line that the expectation is about, or the finding
 * @param detail what happened instead, in lower case without a full stop; empty where all is well
 */
public record Verdict(Kind kind, String rule, Span place, String detail) {
  /** How an expectation came out. */
  public enum Kind {
    /** The rule is silent where {@code # ok:} says so. */
    VALIDATED,
    /** The rule speaks where {@code # expect:} says so. */
    REPORTED,
    /** The rule is silent where {@code # expect:} says that it speaks. */
    MISSING,
    /** The rule speaks where nobody expects it. */
    NOISY,
    /** The rule says what is expected, but points at another line. */
    MISPLACED,
    /** The rule points at the expected line, but its message lacks the expected words. */
    MISWORDED,
    /** The fix does not make of the case what {@code NAME.fixed.yaml} holds. */
    MISFIXED,
    /** The rule could not be evaluated. */
    FAILED,
    /** The rule lacks a case that every rule has. */
    UNTESTED;

    /** The lower-case word that reports use. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether all is well. */
    public boolean isGood() {
      return this == VALIDATED || this == REPORTED;
    }
  }

  /** {@code file:line:column: kind: rule: detail}. */
  @Override
  public String toString() {
    return place + ": " + kind.word() + ": " + rule + (detail.isEmpty() ? "" : ": " + detail);
  }
}
