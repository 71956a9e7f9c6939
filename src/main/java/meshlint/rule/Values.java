package meshlint.rule;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import meshlint.manifest.KubeObject;

/** What CEL's operators do to values. */
final class Values {
  private Values() {}

  /** CEL's equality: numbers by value whatever their type, lists and maps by content. */
  static boolean equal(Object a, Object b, Frame frame) {
    if (a == b) {
      return true;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y) == 0;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      frame.spend(x.size());
      Iterator<?> others = y.iterator();
      for (Object item : x) {
        if (!equal(item, others.next(), frame)) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      frame.spend(x.size());
      for (Map.Entry<?, ?> entry : x.entrySet()) {
        Object other = y.get(entry.getKey());
        if (other == null || !equal(entry.getValue(), other, frame)) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
      if (x.isPresent() && y.isPresent()) {
        return equal(x.get(), y.get(), frame);
      }
      return x.isPresent() == y.isPresent();
    }
    return a.equals(b);
  }

  private static int compareNumbers(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return 1;
    }
    return x < y ? -1 : x == y ? 0 : 1;
  }

  /** Whether {@code a < b} or, with {@code orEqual}, {@code a <= b}; NaN is neither. */
  static boolean less(Object a, Object b, boolean orEqual, String operator) {
    boolean isNaN =
        (a instanceof Double x && x.isNaN() && b instanceof Number)
            || (b instanceof Double y && y.isNaN() && a instanceof Number);
    int order = isNaN ? 1 : compare(a, b, operator);
    return order < 0 || (order == 0 && orEqual);
  }

  /** Orders numbers, texts (by code unit, as cel-java does) and truths. */
  static int compare(Object a, Object b, String operator) {
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Boolean.compare(x, y);
    }
    throw mismatch(operator, a, b);
  }

  /** What the rule language calls the type of a value. */
  static String typeName(Object value) {
    if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Long) {
      return "int";
    } else if (value instanceof Double) {
      return "double";
    } else if (value instanceof String) {
      return "string";
    } else if (value instanceof List<?>) {
      return "list";
    } else if (value instanceof Map<?, ?>) {
      return "map";
    } else if (value instanceof Optional<?>) {
      return "optional";
    } else if (value instanceof Code.Null) {
      return "null";
    } else if (value instanceof KubeObject) {
      return "Object";
    }
    return value.getClass().getSimpleName();
  }

  /**
   * The error of an operator or function that its arguments do not fit, which is the manifest's:
   * what a rule itself writes was checked when it was loaded.
   */
  static EvaluationException mismatch(String function, Object... args) {
    StringBuilder out = new StringBuilder();
    for (Object arg : args) {
      out.append(out.length() == 0 ? "" : ", ").append(typeName(arg));
    }
    return EvaluationException.unreadable(function + " does not take (" + out + ")");
  }

  static Object add(Object a, Object b, Frame frame) {
    if (a instanceof Long x && b instanceof Long y) {
      return exact(() -> Math.addExact(x, y));
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x + y;
    }
    if (a instanceof String x && b instanceof String y) {
      Scope.checkText(x.length() + (long) y.length());
      return text(x.concat(y), frame);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      frame.spend(x.size() + (long) y.size());
      java.util.ArrayList<Object> both = new java.util.ArrayList<>(x.size() + y.size());
      both.addAll(x);
      both.addAll(y);
      return both;
    }
    throw mismatch("+", a, b);
  }

  /** A text that an expression made, its length counted. */
  static String text(String made, Frame frame) {
    Scope.checkText(made.length());
    frame.spend(1 + made.length() / 16);
    return made;
  }

  static Object subtract(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return exact(() -> Math.subtractExact(x, y));
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x - y;
    }
    throw mismatch("-", a, b);
  }

  static Object multiply(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return exact(() -> Math.multiplyExact(x, y));
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x * y;
    }
    throw mismatch("*", a, b);
  }

  static Object divide(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      if (y == 0) {
        throw new EvaluationException("division by zero");
      }
      return y == -1 ? exact(() -> Math.negateExact(x)) : (Object) (x / y);
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x / y;
    }
    throw mismatch("/", a, b);
  }

  static Object modulo(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      if (y == 0) {
        throw new EvaluationException("division by zero");
      }
      return y == -1 ? 0L : (Object) (x % y);
    }
    throw mismatch("%", a, b);
  }

  static Object negate(Object a) {
    if (a instanceof Long x) {
      return exact(() -> Math.negateExact(x));
    }
    if (a instanceof Double x) {
      return -x;
    }
    throw mismatch("-", a);
  }

  private interface LongSupplier {
    long get();
  }

  private static Object exact(LongSupplier sum) {
    try {
      return sum.get();
    } catch (ArithmeticException e) {
      throw new EvaluationException("a number leaves the range of 64 bits");
    }
  }

  static Object size(Object a) {
    if (a instanceof String text) {
      return (long) text.codePointCount(0, text.length());
    }
    if (a instanceof List<?> list) {
      return (long) list.size();
    }
    if (a instanceof Map<?, ?> map) {
      return (long) map.size();
    }
    throw mismatch("size", a);
  }

  /** Whether a value can be a key: one whose hash does not go through lists in lists. */
  static boolean isKey(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  static Object in(Object item, Object container, Frame frame) {
    if (container instanceof Map<?, ?> map) {
      return isKey(item) && map.containsKey(item);
    }
    if (container instanceof List<?> list) {
      frame.spend(list.size() / 8);
      for (Object each : list) {
        if (equal(item, each, frame)) {
          return true;
        }
      }
      return false;
    }
    throw mismatch("in", item, container);
  }

  /** A text, number or truth as messages show it. */
  static String show(Object value) {
    if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
      return Long.toString(d.longValue());
    }
    return value.toString();
  }

  static Object toInt(Object value) {
    if (value instanceof Long) {
      return value;
    }
    if (value instanceof Double d) {
      if (Double.isNaN(d) || d >= 0x1p63 || d < -0x1p63) {
        throw new EvaluationException("a number leaves the range of 64 bits");
      }
      return d.longValue();
    }
    if (value instanceof String s) {
      try {
        return Long.parseLong(s);
      } catch (NumberFormatException e) {
        throw new EvaluationException("no whole number: " + s);
      }
    }
    throw mismatch("int", value);
  }

  static Object toDouble(Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    if (value instanceof String s) {
      try {
        return Double.parseDouble(s);
      } catch (NumberFormatException e) {
        throw new EvaluationException("no number: " + s);
      }
    }
    throw mismatch("double", value);
  }

  static Object toText(Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return show(value);
    }
    throw mismatch("string", value);
  }

  static Object toBool(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text) {
      return switch (text) {
        case "true", "True", "TRUE", "t", "1" -> true;
        case "false", "False", "FALSE", "f", "0" -> false;
        default -> throw new EvaluationException("no truth: " + text);
      };
    }
    throw mismatch("bool", value);
  }
}
