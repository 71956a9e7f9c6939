package meshlint.rule;

import java.util.List;

/**
 * An expression as a tree. {@link Parser} makes it, {@link Checker} types it and fills in which
 * functions and shapes are meant, {@link Linker} makes it runnable.
 */
sealed interface Code {
  /** Where it stands: the index into the expression's text at which an error in it is shown. */
  int offset();

  /** A literal: a {@link Boolean}, {@link Long}, {@link Double}, {@link String} or {@link Null}. */
  record Const(int offset, Object value) implements Code {}

  /** A variable, or what a comprehension binds. */
  record Var(int offset, String name) implements Code {}

  /**
   * A field.
   *
   * @param mode whether its value, its presence or an optional is asked for
   * @param shape what the schema says about its value; a value of another shape counts as absent,
   *     because the API server would refuse it
   */
  record Select(int offset, Code operand, String field, Mode mode, Shape shape) implements Code {}

  /**
   * A function or operator.
   *
   * @param overloads identities of the functions that it can be, of which the arguments decide; of
   *     an operator or standard function it is empty
   */
  record Call(int offset, String function, List<String> overloads, List<Code> args)
      implements Code {}

  /** {@code [a, b]}. */
  record ListOf(int offset, List<Code> items) implements Code {}

  /** {@code {a: b}}. */
  record MapOf(int offset, List<Code> keys, List<Code> values) implements Code {}

  /**
   * One of CEL's macros over a list or the keys of a map: {@code all}, {@code exists}, {@code
   * exists_one}, {@code filter}, {@code map}, or {@code filterMap} for the {@code map} of three
   * arguments; or over an optional: {@code optMap}, {@code optFlatMap}.
   *
   * @param item the variable it binds
   * @param body what is evaluated for each item: of {@code filterMap} the condition, then the value
   */
  record Macro(int offset, String name, Code range, String item, List<Code> body) implements Code {}

  /** What a selection asks for. */
  enum Mode {
    /** {@code a.b}. */
    VALUE,
    /** {@code has(a.b)}. */
    PRESENCE,
    /** {@code a.?b}. */
    OPTIONAL
  }

  /** What a schema says about a value. */
  enum Shape {
    ANY,
    BOOL,
    INT,
    NUMBER,
    STRING,
    LIST,
    MAP;

    /** Whether a value has it. */
    boolean fits(Object value) {
      return switch (this) {
        case ANY -> true;
        case BOOL -> value instanceof Boolean;
        case INT -> value instanceof Long;
        case NUMBER -> value instanceof Number;
        case STRING -> value instanceof String;
        case LIST -> value instanceof List<?>;
        case MAP -> value instanceof java.util.Map<?, ?>;
      };
    }
  }

  /** The value of {@code null}, so that no value is Java's null. */
  enum Null {
    /** The one value. */
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }
}
