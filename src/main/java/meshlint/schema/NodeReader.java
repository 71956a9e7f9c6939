package meshlint.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the compact JSON of the bundle straight into nodes. The form is what the generator's Merger
 * writes: JSON Schema keywords, a bare string for a node that only has that type, and {@code @} for
 * what holds in some releases only.
 */
final class NodeReader {
  private final String text;
  private final @Nullable SchemaFile file;
  private int at;

  private NodeReader(String text, @Nullable SchemaFile file) {
    this.text = text;
    this.file = file;
  }

  /**
   * Reads one definition: the node that starts at an index of a file's text.
   *
   * @param file resolves the references of the node
   */
  static SchemaNode read(String text, int at, SchemaFile file) {
    NodeReader reader = new NodeReader(text, file);
    reader.at = at;
    return reader.node();
  }

  private SchemaNode node() {
    SchemaNode node = new SchemaNode(file);
    if (peek() == '"') {
      setType(node, string());
      return node;
    }
    expect('{');
    while (more('}')) {
      String key = string();
      expect(':');
      int mark = key.indexOf('@');
      String keyword = mark < 0 ? key : key.substring(0, mark);
      switch (keyword) {
        case "properties" -> properties(node);
        case "items", "values", "not" -> {
          SchemaNode child = node();
          if (mark > 0) {
            child.mask = Releases.mask(key.substring(mark + 1));
          }
          set(node, keyword, child);
        }
        case "required" -> {
          node.required = elements();
          node.ranged |= anyRanged(node.required);
        }
        case "enum" -> {
          node.enumValues = elements();
          node.ranged |= anyRanged(node.enumValues);
        }
        case "validations" -> {
          node.rules = rules();
          node.ranged |= node.rules.stream().anyMatch(rule -> rule.mask() != -1);
        }
        default -> {
          if (mark < 0) {
            set(node, keyword, keywordValue(keyword));
          } else {
            variants(node, keyword);
          }
        }
      }
    }
    return node;
  }

  private void properties(SchemaNode node) {
    expect('{');
    while (more('}')) {
      String key = string();
      expect(':');
      SchemaNode child = node();
      int mark = key.indexOf('@');
      if (mark >= 0) {
        child.mask = Releases.mask(key.substring(mark + 1));
        key = key.substring(0, mark);
      }
      node.put(key, child);
    }
  }

  private void variants(SchemaNode node, String keyword) {
    expect('[');
    while (more(']')) {
      expect('[');
      int mask = Releases.mask(string());
      expect(',');
      Object value = keywordValue(keyword);
      expect(']');
      node.vary(mask, keyword, value);
    }
  }

  private Object keywordValue(String keyword) {
    return switch (keyword) {
      case "oneOf", "anyOf", "allOf" -> nodes();
      default -> value();
    };
  }

  private List<SchemaNode> nodes() {
    List<SchemaNode> out = new ArrayList<>();
    expect('[');
    while (more(']')) {
      out.add(node());
    }
    return out;
  }

  /** Values, some of them with the releases they hold in. */
  private List<Object> elements() {
    List<Object> out = new ArrayList<>();
    expect('[');
    while (more(']')) {
      if (peek() == '[') {
        expect('[');
        int mask = Releases.mask(string());
        expect(',');
        out.add(new SchemaNode.Ranged(mask, value()));
        expect(']');
      } else {
        out.add(value());
      }
    }
    return out;
  }

  private static boolean anyRanged(List<Object> elements) {
    for (Object element : elements) {
      if (element instanceof SchemaNode.Ranged) {
        return true;
      }
    }
    return false;
  }

  private List<SchemaNode.CelRule> rules() {
    List<SchemaNode.CelRule> out = new ArrayList<>();
    for (Object item : (List<?>) value()) {
      Map<?, ?> rule = (Map<?, ?>) item;
      String ranges = (String) rule.get("@");
      out.add(
          new SchemaNode.CelRule(
              ranges == null ? -1 : Releases.mask(ranges),
              String.valueOf(rule.get("rule")),
              (String) rule.get("message"),
              (String) rule.get("messageExpression"),
              (String) rule.get("fieldPath"),
              Boolean.TRUE.equals(rule.get("optionalOldSelf"))));
    }
    return out;
  }

  /** Sets a keyword of a node; the value is JSON, or nodes where the keyword holds nodes. */
  @SuppressWarnings("unchecked")
  static void set(SchemaNode node, String keyword, Object value) {
    switch (keyword) {
      case "type" -> setType(node, (String) value);
      case "format" -> node.format = (String) value;
      case "ref" -> node.ref = (String) value;
      case "pattern" -> node.pattern = (String) value;
      case "minimum" -> node.minimum = ((Number) value).doubleValue();
      case "maximum" -> node.maximum = ((Number) value).doubleValue();
      case "exclusiveMinimum" -> node.exclusiveMinimum = (Boolean) value;
      case "exclusiveMaximum" -> node.exclusiveMaximum = (Boolean) value;
      case "multipleOf" -> node.multipleOf = ((Number) value).doubleValue();
      case "minLength" -> node.minLength = ((Number) value).intValue();
      case "maxLength" -> node.maxLength = ((Number) value).intValue();
      case "minItems" -> node.minItems = ((Number) value).intValue();
      case "maxItems" -> node.maxItems = ((Number) value).intValue();
      case "minProperties" -> node.minProperties = ((Number) value).intValue();
      case "maxProperties" -> node.maxProperties = ((Number) value).intValue();
      case "uniqueItems" -> node.uniqueItems = (Boolean) value;
      case "nullable" -> node.nullable = (Boolean) value;
      case "preserve-unknown-fields" -> node.open = (Boolean) value;
      case "embedded-resource" -> node.embedded = (Boolean) value;
      case "empty-is-absent" -> node.emptyIsAbsent = (Boolean) value;
      case "default" -> node.defaultValue = value;
      case "list-type" -> node.listType = (String) value;
      case "zero-is-fine" -> node.zeroIsFine = (List<String>) value;
      case "list-map-keys" -> node.listMapKeys = (List<String>) value;
      case "map-type" -> node.mapType = (String) value;
      case "patch-merge-key" -> node.patchMergeKey = (String) value;
      case "patch-strategy" -> node.patchStrategy = (String) value;
      case "items" -> node.items = (SchemaNode) value;
      case "values" -> node.values = (SchemaNode) value;
      case "not" -> node.not = (SchemaNode) value;
      case "oneOf" -> node.oneOf = (List<SchemaNode>) value;
      case "anyOf" -> node.anyOf = (List<SchemaNode>) value;
      case "allOf" -> node.allOf = (List<SchemaNode>) value;
      default -> throw new IllegalStateException("unknown schema keyword " + keyword);
    }
  }

  private static void setType(SchemaNode node, String type) {
    switch (type) {
      case "object" -> node.type = SchemaNode.Type.OBJECT;
      case "array" -> node.type = SchemaNode.Type.ARRAY;
      case "string" -> node.type = SchemaNode.Type.STRING;
      case "integer" -> node.type = SchemaNode.Type.INTEGER;
      case "number" -> node.type = SchemaNode.Type.NUMBER;
      case "boolean" -> node.type = SchemaNode.Type.BOOLEAN;
      case "intOrString" -> node.type = SchemaNode.Type.INT_OR_STRING;
      case "quantity" -> node.type = SchemaNode.Type.QUANTITY;
      case "int32", "int64" -> {
        node.type = SchemaNode.Type.INTEGER;
        node.format = type;
      }
      case "double" -> {
        node.type = SchemaNode.Type.NUMBER;
        node.format = type;
      }
      default -> throw new IllegalStateException("unknown schema type " + type);
    }
  }

  // --- JSON --------------------------------------------------------------------

  private Object value() {
    char c = peek();
    switch (c) {
      case '"' -> {
        return string();
      }
      case '{' -> {
        Map<String, Object> out = new LinkedHashMap<>();
        expect('{');
        while (more('}')) {
          String key = string();
          expect(':');
          out.put(key, value());
        }
        return out;
      }
      case '[' -> {
        List<Object> out = new ArrayList<>();
        expect('[');
        while (more(']')) {
          out.add(value());
        }
        return out;
      }
      case 't' -> {
        at += 4;
        return true;
      }
      case 'f' -> {
        at += 5;
        return false;
      }
      default -> {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
          at++;
        }
        String number = text.substring(start, at);
        if (number.indexOf('.') < 0 && number.indexOf('E') < 0 && number.indexOf('e') < 0) {
          return Long.valueOf(number);
        }
        return Double.valueOf(number);
      }
    }
  }

  private String string() {
    expect('"');
    int start = at;
    while (text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    if (text.charAt(at) == '"') {
      return text.substring(start, at++);
    }
    StringBuilder out = new StringBuilder().append(text, start, at);
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(at++);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
          at += 4;
        }
        default -> out.append(escaped);
      }
    }
    at++;
    return out.toString();
  }

  private char peek() {
    while (text.charAt(at) <= ' ') {
      at++;
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new IllegalStateException("schema file " + file + ": no " + c + " at " + at);
    }
    at++;
  }

  /** Steps to the next element; false, behind the closing character, where there is none. */
  private boolean more(char close) {
    char c = peek();
    if (c == close) {
      at++;
      return false;
    }
    if (c == ',') {
      at++;
    }
    return true;
  }
}
