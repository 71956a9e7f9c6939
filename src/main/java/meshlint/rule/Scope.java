package meshlint.rule;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of one rule see on one object: facts, variables by slot, and a budget of
 * steps. Variables with an expression of their own are evaluated when they are first read.
 */
final class Scope {
  /**
   * Steps that one rule may take on one object: far more than any sane rule needs, under a second.
   */
  static final long STEPS = 2_000_000;

  /** Code points that one text may have. */
  static final int TEXT = 1 << 20;

  private final Facts facts;
  private final @Nullable Object[] values;
  private final @Nullable Expression[] lazy;
  private final Budget budget;
  private final Map<String, Object> globals;

  private Scope(
      Facts facts,
      @Nullable Object[] values,
      @Nullable Expression[] lazy,
      Budget budget,
      Map<String, Object> globals) {
    this.facts = facts;
    this.values = values;
    this.lazy = lazy;
    this.budget = budget;
    this.globals = globals;
  }

  /** A scope of so many slots, none of which has a value yet. */
  Scope(Facts facts, int slots) {
    this(facts, new Object[slots], new Expression[slots], new Budget(STEPS), new HashMap<>());
  }

  /** This scope, for one more element of a {@code forEach}; the budget is shared. */
  Scope copy() {
    return new Scope(facts, values.clone(), lazy, budget, globals);
  }

  Facts facts() {
    return facts;
  }

  void set(int slot, Object value) {
    values[slot] = value;
  }

  /** Binds a slot to an expression, which is evaluated at most once in this scope. */
  void setLazy(int slot, Expression expression) {
    lazy[slot] = expression;
  }

  Object get(int slot) {
    Object value = values[slot];
    if (value == null) {
      Expression expression = lazy[slot];
      if (expression == null) {
        throw new EvaluationException("a variable has no value here");
      }
      try {
        value = expression.eval(this);
      } catch (EvaluationException e) {
        value = e;
      }
      values[slot] = value;
    }
    if (value instanceof EvaluationException failed) {
      throw failed;
    }
    return value;
  }

  /** Ends the evaluation where a text would become too long. */
  static void checkText(long length) {
    if (length > TEXT) {
      throw new LimitError("made a text of more than " + TEXT + " characters");
    }
  }

  /** A variable of the catalogue, computed at most once in this scope. */
  Object global(Catalogue.Variable<?> variable) {
    Object value = globals.get(variable.name());
    if (value == null) {
      value = Catalogue.toRule(variable.type(), variable.value(facts));
      globals.put(variable.name(), value);
    }
    return value;
  }

  void spend(long steps) {
    budget.spend(steps);
  }

  /** How many more steps there are. */
  private static final class Budget {
    private long left;

    Budget(long steps) {
      left = steps;
    }

    void spend(long steps) {
      left -= steps;
      if (left < 0) {
        throw new LimitError("took more than " + STEPS + " steps");
      }
    }
  }

  /**
   * Ends an evaluation that reached a limit. It is an {@link Error} so that no {@code ||} of the
   * rule absorbs it.
   */
  static final class LimitError extends Error {
    LimitError(String reason) {
      super(reason, null, false, false);
    }
  }
}
