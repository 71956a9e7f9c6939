package meshlint.schemagen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An official schema unfolded for comparison, without any of the generator's code: for each field
 * path, what is demanded there, in the words of {@code meshlint.schema.BundleFields}.
 */
final class OfficialFields {
  private final Map<?, ?> definitions;

  /** Over the definitions that {@code $ref} points into; empty for CRDs. */
  OfficialFields(Map<?, ?> definitions) {
    this.definitions = definitions;
  }

  Map<String, Map<String, Object>> of(Map<?, ?> schema) {
    Map<String, Map<String, Object>> out = new TreeMap<>();
    walk(schema, "", out, new ArrayDeque<>());
    return out;
  }

  private void walk(
      Map<?, ?> given, String path, Map<String, Map<String, Object>> out, Deque<Object> above) {
    Map<?, ?> schema = given;
    String name = "";
    if (given.get("$ref") instanceof String ref) {
      name = ref.replace("#/definitions/", "");
      schema = (Map<?, ?>) definitions.get(name);
    }
    if (above.contains(schema)) {
      out.put(path, Map.of("recursive", true));
      return;
    }
    above.push(schema);
    Map<String, Object> demands = new TreeMap<>();
    String type = type(schema, name);
    demands.put("type", type);
    for (String keyword :
        List.of(
            "format", "pattern", "minimum", "maximum", "multipleOf", "exclusiveMinimum",
            "exclusiveMaximum", "uniqueItems", "nullable", "default", "minLength", "minItems",
            "minProperties", "maxLength", "maxItems", "maxProperties")) {
      copy(schema, keyword, demands, keyword);
    }
    copy(schema, "x-kubernetes-list-type", demands, "list-type");
    copy(schema, "x-kubernetes-map-type", demands, "map-type");
    copy(schema, "x-kubernetes-list-map-keys", demands, "list-map-keys");
    copy(schema, "x-kubernetes-embedded-resource", demands, "embedded");
    if (type.equals("INT_OR_STRING") && "int-or-string".equals(schema.get("format"))) {
      demands.remove("format");
    }
    boolean bare =
        !schema.containsKey("properties") && !schema.containsKey("additionalProperties");
    if (Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))
        || (type.equals("OBJECT") && bare)) {
      demands.put("open", true);
    }
    if (schema.get("enum") instanceof List<?> values) {
      demands.put("enum", sorted(values));
    }
    if (schema.get("required") instanceof List<?> values && !values.isEmpty()) {
      demands.put("required", sorted(values));
    }
    if (schema.get("x-kubernetes-validations") instanceof List<?> rules) {
      TreeSet<String> texts = new TreeSet<>();
      for (Object rule : rules) {
        Map<?, ?> map = (Map<?, ?>) rule;
        Object message = map.get("message");
        texts.add(
            ((String) map.get("rule")).strip()
                + " | "
                + (message == null ? null : ((String) message).strip()));
      }
      demands.put("validations", texts);
    }
    out.put(path, demands);
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((key, child) -> walk((Map<?, ?>) child, path + "." + key, out, above));
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      walk(items, path + "[]", out, above);
    }
    if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
      walk(values, path + "{}", out, above);
    }
    if (schema.get("not") instanceof Map<?, ?> not) {
      walk(not, path + "!", out, above);
    }
    alternatives(schema, "oneOf", path + "?one", out, above);
    alternatives(schema, "anyOf", path + "?any", out, above);
    alternatives(schema, "allOf", path + "?all", out, above);
    above.pop();
  }

  private void alternatives(
      Map<?, ?> schema,
      String keyword,
      String path,
      Map<String, Map<String, Object>> out,
      Deque<Object> above) {
    if (!(schema.get(keyword) instanceof List<?> list)) {
      return;
    }
    // Said already by int-or-string.
    String text = list.toString();
    if (type(schema, "").equals("INT_OR_STRING")
        && text.replace("[{anyOf=", "").startsWith("[{type=integer}, {type=string}]")) {
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      walk((Map<?, ?>) list.get(i), path + i, out, above);
    }
  }

  private static String type(Map<?, ?> schema, String definition) {
    if (definition.endsWith("resource.Quantity")) {
      return "QUANTITY";
    }
    if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"))
        || "int-or-string".equals(schema.get("format"))) {
      return "INT_OR_STRING";
    }
    Object type = schema.get("type");
    return type == null ? "ANY" : ((String) type).toUpperCase(java.util.Locale.ROOT);
  }

  private static TreeSet<String> sorted(List<?> values) {
    TreeSet<String> out = new TreeSet<>();
    values.forEach(value -> out.add(String.valueOf(value)));
    return out;
  }

  private static void copy(
      Map<?, ?> schema, String keyword, Map<String, Object> demands, String name) {
    Object value = schema.get(keyword);
    if (value == null || Boolean.FALSE.equals(value) && !keyword.equals("default")) {
      return;
    }
    boolean bound = List.of("minimum", "maximum", "multipleOf").contains(keyword);
    if (value instanceof Number number) {
      if (bound) {
        value = number.doubleValue();
      } else if (keyword.startsWith("min") && number.longValue() == 0) {
        return;
      } else if (value instanceof Integer) {
        value = number.longValue();
      }
    }
    demands.put(name, keyword.equals("default") ? value.toString() : value);
  }
}
