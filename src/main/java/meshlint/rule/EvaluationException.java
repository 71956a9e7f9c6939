package meshlint.rule;

/**
 * Why an expression has no value on some object: a missing field, a wrong type. As in CEL, {@code
 * &&} and {@code ||} are decided by their other side where that is possible.
 *
 * <p>Types are checked when a rule loads, so that a value of a wrong type can only come from a
 * manifest that the API server would refuse, or from a field whose type nobody knows. That is no
 * mistake of the rule: it does not apply to such an object, and what a schema knows is reported by
 * the schema.
 */
public final class EvaluationException extends RuntimeException {
  private final int offset;
  private final boolean unreadable;

  /** An error of the rule, with a reason in lower case, without a full stop. */
  public EvaluationException(String reason) {
    this(reason, -1);
  }

  EvaluationException(String reason, int offset) {
    this(reason, offset, false);
  }

  private EvaluationException(String reason, int offset, boolean unreadable) {
    super(reason, null, false, false);
    this.offset = offset;
    this.unreadable = unreadable;
  }

  /** A value of a manifest has a type with which the expression can do nothing. */
  static EvaluationException unreadable(String reason) {
    return new EvaluationException(reason, -1, true);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Where in the expression it happened, in code points; -1 where that is not known. */
  int offset() {
    return offset;
  }

  /** Whether the manifest is to blame, not the rule. */
  boolean isUnreadable() {
    return unreadable;
  }

  /** This error at a place of the expression, unless it already has one. */
  EvaluationException at(int place) {
    return offset >= 0 ? this : new EvaluationException(reason(), place, unreadable);
  }

  /** This error with the part of the rule in which it happened. */
  EvaluationException in(String part) {
    return new EvaluationException(part + ": " + reason(), -1, unreadable);
  }

  /** Of two errors, one of which would do: that of the manifest, which may hide the other. */
  static EvaluationException either(EvaluationException a, EvaluationException b) {
    return b.unreadable ? b : a;
  }
}
