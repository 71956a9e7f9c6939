package meshlint.rule;

/**
 * Why an expression has no value on some object: a missing field, a wrong type, a limit. As in CEL,
 * {@code &&} and {@code ||} are decided by their other side where that is possible.
 */
public final class EvaluationException extends RuntimeException {
  /** An error with a reason in lower case, without a full stop. */
  public EvaluationException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
