package meshlint.rule;

/**
 * Why an expression has no value on some object: a missing field, a wrong type. As in CEL, {@code
 * &&} and {@code ||} are decided by their other side where that is possible.
 */
public final class EvaluationException extends RuntimeException {
  private final int offset;

  /** An error with a reason in lower case, without a full stop. */
  public EvaluationException(String reason) {
    this(reason, -1);
  }

  EvaluationException(String reason, int offset) {
    super(reason, null, false, false);
    this.offset = offset;
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** Where in the expression it happened, in code points; -1 where that is not known. */
  int offset() {
    return offset;
  }

  /** This error at a place of the expression, unless it already has one. */
  EvaluationException at(int place) {
    return offset >= 0 ? this : new EvaluationException(reason(), place);
  }
}
