package meshlint.schemagen;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Schemas as compact JSON: a definition a line; a node that says only a type is that type. */
final class Json {
  private static final Set<String> SHORT_FORMATS = Set.of("int32", "int64", "double");

  private Json() {}

  /** The text of a file of named definitions. */
  static String definitions(Map<String, Object> definitions) {
    StringBuilder out = new StringBuilder("{");
    definitions.forEach(
        (name, node) -> {
          out.append(out.length() > 1 ? ",\n" : "\n");
          string(out, name);
          out.append(':');
          node(out, Merger.cast(node));
        });
    return out.append("\n}\n").toString();
  }

  private static void node(StringBuilder out, Map<String, Object> node) {
    if (node.size() == 1 && node.get("type") instanceof String type) {
      string(out, type);
      return;
    }
    if (node.size() == 2
        && node.get("type") instanceof String
        && node.get("format") instanceof String format
        && SHORT_FORMATS.contains(format)) {
      string(out, format);
      return;
    }
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, Object> entry : node.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      String key = entry.getKey();
      string(out, key);
      out.append(':');
      String keyword = key.contains("@") ? key.substring(0, key.indexOf('@')) : key;
      switch (keyword) {
        case "properties" -> {
          out.append('{');
          boolean firstChild = true;
          for (Map.Entry<String, Object> child : Merger.cast(entry.getValue()).entrySet()) {
            if (!firstChild) {
              out.append(',');
            }
            firstChild = false;
            string(out, child.getKey());
            out.append(':');
            node(out, Merger.cast(child.getValue()));
          }
          out.append('}');
        }
        case "items", "values", "not" -> node(out, Merger.cast(entry.getValue()));
        default -> value(out, entry.getValue());
      }
    }
    out.append('}');
  }

  private static void value(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      boolean first = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!first) {
          out.append(',');
        }
        first = false;
        string(out, (String) entry.getKey());
        out.append(':');
        value(out, entry.getValue());
      }
      out.append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        value(out, list.get(i));
      }
      out.append(']');
    } else if (value instanceof String text) {
      string(out, text);
    } else {
      out.append(value);
    }
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
