package meshlint.rule;

import java.util.Objects;

/**
 * A checked expression of a rule, ready to run: the small type behind which all evaluation stands.
 */
final class Expression {
  private final Eval eval;
  private final int locals;
  private final Code code;

  Expression(Eval eval, int locals, Code code) {
    this.eval = eval;
    this.locals = locals;
    this.code = code;
  }

  /** What was linked. */
  Code code() {
    return code;
  }

  /**
   * Its value.
   *
   * @throws EvaluationException where it has none
   */
  Object eval(Scope scope) {
    return Objects.requireNonNull(eval.eval(new Frame(scope, locals)));
  }
}
