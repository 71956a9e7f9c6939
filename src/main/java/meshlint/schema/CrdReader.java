package meshlint.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns the schemas of CustomResourceDefinitions, and JSON Schemas made from them, into ours. What
 * is no schema in them counts as not written: that the definition is wrong is said of the
 * definition.
 */
final class CrdReader {
  /** Deeper schemas are cut: what is below is open. */
  private static final int DEEPEST = 200;

  /** Whether it is JSON Schema, where unknown fields are refused only if it says so. */
  private final boolean json;

  private int depth;

  private CrdReader(boolean json) {
    this.json = json;
  }

  /**
   * The schema that a version of a definition has.
   *
   * @param metadata what {@code metadata} must be
   */
  static SchemaNode ofVersion(MapNode spec, MapNode version, SchemaNode metadata) {
    MapNode written = version.mapAt("schema", "openAPIV3Schema");
    SchemaNode root = written == null ? new SchemaNode(null) : new CrdReader(false).node(written);
    root.open |= written == null || Boolean.TRUE.equals(spec.bool("preserveUnknownFields"));
    addServerFields(root, metadata);
    return root;
  }

  /** The schema of a kind that is written as JSON Schema. */
  static SchemaNode ofJsonSchema(MapNode schema, SchemaNode metadata) {
    SchemaNode root = new CrdReader(true).node(schema);
    addServerFields(root, metadata);
    return root;
  }

  /** What the API server adds to every kind and checks itself. */
  private static void addServerFields(SchemaNode root, SchemaNode metadata) {
    for (String name : List.of("apiVersion", "kind")) {
      SchemaNode text = new SchemaNode(null);
      text.type = SchemaNode.Type.STRING;
      root.put(name, text);
    }
    root.put("metadata", metadata);
    root.type = SchemaNode.Type.OBJECT;
  }

  private SchemaNode node(MapNode schema) {
    SchemaNode node = new SchemaNode(null);
    if (depth == DEEPEST) {
      return node;
    }
    depth++;
    for (int i = 0; i < schema.childCount(); i++) {
      Object value = schema.valueAt(i);
      if (value != null) {
        keyword(node, schema.keyAt(i), value);
      }
    }
    depth--;
    if (Boolean.TRUE.equals(schema.bool("x-kubernetes-int-or-string"))) {
      node.type = SchemaNode.Type.INT_OR_STRING;
      node.anyOf = List.of();
      node.allOf = List.of();
    }
    boolean bare = node.properties == null && node.values == null;
    if (node.type == SchemaNode.Type.OBJECT && bare) {
      // The API server would drop all its fields; whoever wrote it meant otherwise.
      node.open = true;
    }
    if (json && !Boolean.FALSE.equals(schema.get("additionalProperties"))) {
      node.open = true;
    }
    return node;
  }

  private void keyword(SchemaNode node, String keyword, Object value) {
    switch (keyword) {
      case "properties" -> {
        if (value instanceof MapNode properties) {
          for (Map.Entry<String, Object> entry : properties.entrySet()) {
            if (entry.getValue() instanceof MapNode child) {
              node.put(entry.getKey(), node(child));
            }
          }
        }
      }
      case "items", "not" -> {
        if (value instanceof MapNode child) {
          NodeReader.set(node, keyword, node(child));
        }
      }
      case "additionalProperties" -> {
        if (value instanceof MapNode child) {
          node.values = node(child);
        } else if (Boolean.TRUE.equals(value)) {
          node.values = new SchemaNode(null);
        }
      }
      case "oneOf", "anyOf", "allOf" -> {
        if (value instanceof ListNode list) {
          NodeReader.set(node, keyword, list.maps().stream().map(this::node).toList());
        }
      }
      case "required" -> {
        if (value instanceof ListNode list) {
          node.required = List.copyOf(list.strings());
        }
      }
      case "enum" -> {
        if (value instanceof ListNode list && !list.isEmpty()) {
          node.enumValues = List.copyOf(list);
        }
      }
      case "x-kubernetes-validations" -> {
        if (value instanceof ListNode list) {
          node.rules = rules(list);
        }
      }
      case "x-kubernetes-list-map-keys" -> {
        if (value instanceof ListNode list) {
          node.listMapKeys = list.strings();
        }
      }
      case "type" -> {
        if (value instanceof String type) {
          type(node, type);
        } else if (value instanceof ListNode types && json) {
          List<String> names = new ArrayList<>(types.strings());
          names.remove("null");
          if (names.size() == 1) {
            type(node, names.get(0));
          }
        }
      }
      default -> scalar(node, keyword, value);
    }
  }

  private static void type(SchemaNode node, String type) {
    switch (type) {
      case "object", "array", "string", "integer", "number", "boolean" ->
          NodeReader.set(node, "type", type);
      default -> {
        // Not a type of OpenAPI: the definition itself is checked against its own schema.
      }
    }
  }

  private static void scalar(SchemaNode node, String keyword, Object value) {
    switch (keyword) {
      case "format", "pattern" -> {
        if (value instanceof String) {
          NodeReader.set(node, keyword, value);
        }
      }
      case "minimum",
          "maximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties" -> {
        boolean count = keyword.length() > 7;
        if (value instanceof Number number && (!count || number.doubleValue() >= 0)) {
          NodeReader.set(node, keyword, value);
        }
      }
      case "exclusiveMinimum", "exclusiveMaximum", "uniqueItems", "nullable" -> {
        if (value instanceof Boolean) {
          NodeReader.set(node, keyword, value);
        }
      }
      case "x-kubernetes-preserve-unknown-fields" -> node.open = Boolean.TRUE.equals(value);
      case "x-kubernetes-embedded-resource" -> node.embedded = Boolean.TRUE.equals(value);
      case "x-kubernetes-list-type" -> node.listType = String.valueOf(value);
      case "default" -> node.defaultValue = plain(value);
      default -> {
        // Prose, or a keyword that does not decide whether an object is right.
      }
    }
  }

  private static List<SchemaNode.CelRule> rules(ListNode list) {
    List<SchemaNode.CelRule> out = new ArrayList<>();
    for (MapNode rule : list.maps()) {
      String text = rule.string("rule");
      if (text != null) {
        out.add(
            new SchemaNode.CelRule(
                -1,
                text.strip(),
                rule.string("message"),
                rule.string("messageExpression"),
                rule.string("fieldPath"),
                Boolean.TRUE.equals(rule.bool("optionalOldSelf"))));
      }
    }
    return out;
  }

  /** A default as plain Java values, without the node tree of the definition. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof MapNode map) {
      Map<String, Object> out = new LinkedHashMap<>();
      map.forEach((key, child) -> out.put(key, plain(child)));
      return out;
    }
    if (value instanceof ListNode list) {
      List<Object> out = new ArrayList<>();
      list.forEach(item -> out.add(plain(item)));
      return out;
    }
    return value;
  }
}
