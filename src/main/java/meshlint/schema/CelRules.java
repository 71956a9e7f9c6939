package meshlint.schema;

import org.jspecify.annotations.Nullable;

/** Evaluates the rules of CustomResourceDefinitions, CEL expressions over {@code self}. */
public interface CelRules {
  /** Evaluates nothing. */
  CelRules NONE =
      new CelRules() {
        @Override
        public @Nullable Boolean holds(String rule, Object self) {
          return null;
        }

        @Override
        public @Nullable String text(String expression, Object self) {
          return null;
        }
      };

  /**
   * Whether a rule holds for an object that is new: {@code oldSelf} is an optional without a value.
   *
   * @param rule the expression
   * @param self the value it is about, defaults filled in: a {@link String}, {@link Long}, {@link
   *     Double} or {@link Boolean}, or a {@link java.util.List} or {@link java.util.Map} of these
   * @return null where the rule cannot be evaluated here
   */
  @Nullable Boolean holds(String rule, Object self);

  /**
   * The text that an expression makes, as {@code messageExpression} does.
   *
   * @return null where it makes none or cannot be evaluated here
   */
  @Nullable String text(String expression, Object self);
}
