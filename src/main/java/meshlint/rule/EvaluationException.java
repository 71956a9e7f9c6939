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
  private final Blame blame;

  /** What is wrong where an expression has no value. */
  private enum Blame {
    RULE,
    /** A value has a type with which the expression can do nothing. */
    TYPE,
    /** A value has the right type and not the form that a function asks for. */
    FORM,
    /** The rule does too much. */
    LIMIT
  }

  /** An error of the rule, with a reason in lower case, without a full stop. */
  public EvaluationException(String reason) {
    this(reason, -1);
  }

  EvaluationException(String reason, int offset) {
    this(reason, offset, Blame.RULE);
  }

  private EvaluationException(String reason, int offset, Blame blame) {
    super(reason, null, false, false);
    this.offset = offset;
    this.blame = blame;
  }

  /**
   * An error that every evaluator of CEL has here, for it is the value that is wrong: a text that
   * is no duration, say.
   */
  static EvaluationException ofInput(String reason) {
    return new EvaluationException(reason, -1, Blame.FORM);
  }

  /** The rule reached a limit. */
  static EvaluationException limit(String reason) {
    return new EvaluationException(reason, -1, Blame.LIMIT);
  }

  /** Whether the rule reached a limit, as it probably would on other objects too. */
  public boolean isLimit() {
    return blame == Blame.LIMIT;
  }

  /** A value of a manifest has a type with which the expression can do nothing. */
  static EvaluationException unreadable(String reason) {
    return new EvaluationException(reason, -1, Blame.TYPE);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Where in the expression it happened, in code points; -1 where that is not known. */
  int offset() {
    return offset;
  }

  /** Whether a function was given a text that has not the form it asks for. */
  boolean isOfInput() {
    return blame == Blame.FORM;
  }

  /** Whether the manifest is to blame, not the rule. */
  boolean isUnreadable() {
    return blame == Blame.TYPE;
  }

  /** This error at a place of the expression, unless it already has one. */
  EvaluationException at(int place) {
    return offset >= 0 ? this : new EvaluationException(reason(), place, blame);
  }

  /** This error with the part of the rule in which it happened. */
  EvaluationException in(String part) {
    return new EvaluationException(part + ": " + reason(), -1, blame);
  }

  /** Of two errors, one of which would do: that of the manifest, which may hide the other. */
  static EvaluationException either(EvaluationException a, EvaluationException b) {
    return b.isUnreadable() ? b : a;
  }
}
