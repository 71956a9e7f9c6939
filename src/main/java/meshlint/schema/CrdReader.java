package meshlint.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** Turns the CustomResourceDefinitions of the input into schemas. */
final class CrdReader {
  private CrdReader() {}

  /** The schemas of the versions that a definition serves; empty where it is no {@code v1} one. */
  static List<KindSchema> read(KubeObject crd) {
    MapNode spec = crd.spec();
    MapNode names = crd.root().mapAt("spec", "names");
    String group = spec == null ? null : spec.string("group");
    String kind = names == null ? null : names.string("kind");
    String plural = names == null ? null : names.string("plural");
    // A v1beta1 definition keeps unknown fields and has its schema elsewhere.
    if (!crd.ref().apiVersion().equals("apiextensions.k8s.io/v1")
        || spec == null
        || group == null
        || kind == null) {
      return List.of();
    }
    boolean open = Boolean.TRUE.equals(spec.bool("preserveUnknownFields"));
    List<KindSchema> out = new ArrayList<>();
    for (MapNode version : spec.maps("versions")) {
      MapNode schema = version.mapAt("schema", "openAPIV3Schema");
      String name = version.string("name");
      if (schema == null || name == null || !Boolean.TRUE.equals(version.bool("served"))) {
        continue;
      }
      SchemaNode root = node(schema);
      root.open |= open;
      addServerFields(root);
      out.add(
          new KindSchema(
              group + "/" + name,
              kind,
              plural == null ? "" : plural,
              !"Cluster".equals(spec.string("scope")),
              root,
              0));
    }
    return out;
  }

  /** What the API server adds to every kind and checks itself. */
  private static void addServerFields(SchemaNode root) {
    for (String name : List.of("apiVersion", "kind")) {
      SchemaNode text = new SchemaNode(null);
      text.type = SchemaNode.Type.STRING;
      root.put(name, text);
    }
    SchemaNode metadata = new SchemaNode(null);
    metadata.type = SchemaNode.Type.OBJECT;
    metadata.open = true;
    root.put("metadata", metadata);
    root.type = SchemaNode.Type.OBJECT;
  }

  private static SchemaNode node(MapNode schema) {
    SchemaNode node = new SchemaNode(null);
    for (int i = 0; i < schema.childCount(); i++) {
      Object value = schema.valueAt(i);
      if (value != null) {
        keyword(node, schema.keyAt(i), value);
      }
    }
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
    return node;
  }

  private static void keyword(SchemaNode node, String keyword, Object value) {
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
          NodeReader.set(node, keyword, list.maps().stream().map(CrdReader::node).toList());
        }
      }
      case "required" -> node.required = list(value);
      case "enum" -> node.enumValues = list(value);
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
        if (value instanceof Number) {
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

  private static List<Object> list(Object value) {
    return value instanceof ListNode list ? List.copyOf(list) : List.of();
  }

  private static List<SchemaNode.CelRule> rules(ListNode list) {
    List<SchemaNode.CelRule> out = new ArrayList<>();
    for (MapNode rule : list.maps()) {
      String text = rule.string("rule");
      if (text != null) {
        out.add(
            new SchemaNode.CelRule(
                -1, text.strip(), rule.string("message"), rule.string("fieldPath")));
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
