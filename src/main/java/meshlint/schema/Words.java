package meshlint.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;

/** How problems name types, values and choices. */
final class Words {
  private static final int LONGEST_VALUE = 40;
  private static final int MOST_CHOICES = 16;

  private Words() {}

  /** {@code a whole number}. */
  static String type(SchemaNode.Type type) {
    return switch (type) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case STRING -> "a string";
      case INTEGER -> "a whole number";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case INT_OR_STRING -> "a whole number or a string";
      case QUANTITY -> "a quantity";
      case ANY -> "any value";
    };
  }

  /** {@code the string "http"}. */
  static String value(Object value) {
    if (value instanceof MapNode) {
      return "a mapping";
    } else if (value instanceof ListNode) {
      return "a list";
    } else if (value instanceof Boolean) {
      return "the boolean " + value;
    } else if (value instanceof String text) {
      return "the string " + quoted(text);
    }
    return "the number " + number((Number) value);
  }

  /** A number as people write it: 5 for 5.0. */
  static String number(Number number) {
    double d = number.doubleValue();
    return d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString((long) d) : number.toString();
  }

  /** A scalar as it is quoted in a sentence. */
  static String shown(Object value) {
    return value instanceof String text
        ? quoted(text)
        : value instanceof Number number ? number(number) : value.toString();
  }

  /** A text in quotes, its first line, cut where it is long. */
  static String quoted(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    if (line.length() > LONGEST_VALUE) {
      line = line.substring(0, line.offsetByCodePoints(0, LONGEST_VALUE - 3)) + "...";
    }
    return "\"" + line + "\"";
  }

  /** {@code a, b or c}; empty where there are too many to read. */
  static String choices(Collection<?> values) {
    return values.size() > MOST_CHOICES ? "" : joined(values, " or ");
  }

  /** {@code a, b and c}. */
  static String all(Collection<?> values) {
    return joined(values, " and ");
  }

  private static String joined(Collection<?> values, String last) {
    List<String> words = new ArrayList<>();
    for (Object value : values) {
      words.add("".equals(value) ? "\"\"" : String.valueOf(value));
    }
    int n = words.size();
    return n < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, n - 1)) + last + words.get(n - 1);
  }
}
