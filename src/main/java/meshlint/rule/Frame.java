package meshlint.rule;

import org.jspecify.annotations.Nullable;

/** The variables of one evaluation of one expression. */
final class Frame {
  final Scope scope;
  private final @Nullable Object[] locals;

  /** A frame for an expression whose comprehensions bind this many variables. */
  Frame(Scope scope, int locals) {
    this.scope = scope;
    this.locals = locals == 0 ? NONE : new Object[locals];
  }

  private static final @Nullable Object[] NONE = {};

  Facts facts() {
    return scope.facts();
  }

  void set(int slot, Object value) {
    locals[slot] = value;
  }

  Object get(int slot) {
    Object value = locals[slot];
    if (value == null) {
      throw new IllegalStateException("a comprehension reads a variable before it is bound");
    }
    return value;
  }

  /** Counts work; ends the evaluation where there was too much of it. */
  void spend(long steps) {
    scope.spend(steps);
  }
}
