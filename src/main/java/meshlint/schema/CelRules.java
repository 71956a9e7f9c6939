package meshlint.schema;

import org.jspecify.annotations.Nullable;

/** Evaluates the rules of CustomResourceDefinitions, CEL expressions over {@code self}. */
@FunctionalInterface
public interface CelRules {
  /** Evaluates nothing. */
  CelRules NONE = (rule, self) -> null;

  /**
   * Whether a rule holds.
   *
   * @param rule the expression
   * @param self the value it is about, defaults filled in: a {@link String}, {@link Long}, {@link
   *     Double} or {@link Boolean}, or a {@link java.util.List} or {@link java.util.Map} of these
   * @return null where the rule cannot be evaluated here
   */
  @Nullable Boolean holds(String rule, Object self);
}
