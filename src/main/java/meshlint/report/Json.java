package meshlint.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A writer of JSON. Objects are {@link Map}s in their own order, arrays {@link List}s; besides
 * these only strings, numbers and booleans. It stands here so that the default run loads no JSON
 * library.
 */
final class Json {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Json() {}

  /**
   * An object with these keys and values in this order. A pair whose value is null is left out.
   *
   * @param pairs key, value, key, value …
   */
  static Map<String, Object> object(@Nullable Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      if (value != null) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }

  /** The value as text, indented by two spaces, ended by a line break. */
  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    value(value, 0, out);
    return out.append('\n').toString();
  }

  private static void value(@Nullable Object value, int depth, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      open('{', '}', map.size(), out);
      int left = map.size();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        indent(depth + 1, out);
        string(String.valueOf(entry.getKey()), out);
        out.append(": ");
        value(entry.getValue(), depth + 1, out);
        left = separate(left, depth, '}', out);
      }
    } else if (value instanceof List<?> list) {
      open('[', ']', list.size(), out);
      int left = list.size();
      for (Object item : list) {
        indent(depth + 1, out);
        value(item, depth + 1, out);
        left = separate(left, depth, ']', out);
      }
    } else if (value instanceof CharSequence text) {
      string(text, out);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
  }

  private static void open(char open, char close, int size, StringBuilder out) {
    out.append(open);
    if (size == 0) {
      out.append(close);
    } else {
      out.append('\n');
    }
  }

  private static int separate(int left, int depth, char close, StringBuilder out) {
    if (left > 1) {
      out.append(",\n");
    } else {
      out.append('\n');
      indent(depth, out);
      out.append(close);
    }
    return left - 1;
  }

  private static void indent(int depth, StringBuilder out) {
    for (int i = 0; i < depth; i++) {
      out.append("  ");
    }
  }

  static void string(CharSequence text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || isLoneSurrogate(text, i)) {
            escape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Such a character has no UTF-8 form; written raw it would become a question mark. */
  private static boolean isLoneSurrogate(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static void escape(char c, StringBuilder out) {
    out.append("\\u")
        .append(HEX[c >> 12])
        .append(HEX[c >> 8 & 15])
        .append(HEX[c >> 4 & 15])
        .append(HEX[c & 15]);
  }
}
