package meshlint.rule;

/** An expression that can be run. */
interface Eval {
  /**
   * Its value; {@link Unknown#UNKNOWN} where the input does not decide it.
   *
   * @throws EvaluationException where it has none
   */
  Object eval(Frame frame);
}
