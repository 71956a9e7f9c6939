package meshlint.schemagen;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An official schema reduced to what the bundle keeps: no prose, keywords without their {@code
 * x-kubernetes-} prefix, the several spellings of one type made one.
 */
final class Normal {
  /** Keywords that say nothing about whether an object is right. */
  private static final List<String> DROPPED =
      List.of(
          "description",
          "title",
          "example",
          "externalDocs",
          "x-kubernetes-group-version-kind",
          "x-kubernetes-unions");

  private static final String REF = "#/definitions/";
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private Normal() {}

  /**
   * Reduces a schema.
   *
   * @param definitions what {@code $ref} points into, by full name; empty for a CRD
   */
  static Map<String, Object> of(Map<?, ?> schema, Map<?, ?> definitions) {
    Map<String, Object> out = new TreeMap<>();
    Object ref = schema.get("$ref");
    if (ref instanceof String target) {
      String name = target.substring(REF.length());
      if (name.endsWith(".IntOrString")) {
        out.put("type", "intOrString");
      } else if (name.endsWith(".resource.Quantity")) {
        out.put("type", "quantity");
      } else {
        Map<?, ?> definition = (Map<?, ?>) definitions.get(name);
        if (definition.containsKey("properties")) {
          out.put("ref", shortName(name));
        } else {
          // Times, raw extensions, free JSON: a type without fields of its own.
          out.putAll(of(definition, definitions));
        }
      }
    }
    for (Map.Entry<?, ?> entry : schema.entrySet()) {
      String keyword = (String) entry.getKey();
      Object value = entry.getValue();
      if (DROPPED.contains(keyword) || keyword.equals("$ref")) {
        continue;
      }
      switch (keyword) {
        case "properties" -> out.put(keyword, children((Map<?, ?>) value, definitions));
        case "items", "not" -> out.put(keyword, of((Map<?, ?>) value, definitions));
        case "additionalProperties" -> {
          if (value instanceof Map<?, ?> map) {
            out.put("values", of(map, definitions));
          } else if (Boolean.TRUE.equals(value)) {
            out.put("values", new TreeMap<>());
          }
        }
        case "oneOf", "anyOf", "allOf" -> out.put(keyword, list((List<?>) value, definitions));
        case "required", "enum" -> out.put(keyword, new ArrayList<>((List<?>) value));
        case "x-kubernetes-validations" -> out.put("validations", rules((List<?>) value));
        case "x-kubernetes-int-or-string" -> out.put("type", "intOrString");
        default -> {
          String name =
              keyword.startsWith("x-kubernetes-")
                  ? keyword.substring("x-kubernetes-".length())
                  : keyword;
          out.put(name, number(value));
        }
      }
    }
    if ("intOrString".equals(out.get("type"))) {
      dropTypeAlternatives(out);
    }
    if ("object".equals(out.get("type")) && isFree(out)) {
      out.put("preserve-unknown-fields", true);
    }
    return out;
  }

  /** Whether an object schema names neither fields nor what its values are: any JSON object. */
  private static boolean isFree(Map<String, Object> node) {
    return !node.containsKey("properties") && !node.containsKey("values");
  }

  /** {@code anyOf: [integer, string]} beside int-or-string says the same once more. */
  private static void dropTypeAlternatives(Map<String, Object> node) {
    List<Object> alternatives = List.of(Map.of("type", "integer"), Map.of("type", "string"));
    if (alternatives.equals(node.get("anyOf"))) {
      node.remove("anyOf");
    }
    if (node.get("allOf") instanceof List<?> all
        && all.size() == 1
        && all.get(0) instanceof Map<?, ?> only
        && alternatives.equals(only.get("anyOf"))
        && only.size() == 1) {
      node.remove("allOf");
    }
  }

  private static Map<String, Object> children(Map<?, ?> properties, Map<?, ?> definitions) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (Object name : new TreeSet<>(properties.keySet())) {
      out.put((String) name, of((Map<?, ?>) properties.get(name), definitions));
    }
    return out;
  }

  private static List<Object> list(List<?> schemas, Map<?, ?> definitions) {
    List<Object> out = new ArrayList<>();
    for (Object schema : schemas) {
      out.add(of((Map<?, ?>) schema, definitions));
    }
    return out;
  }

  private static List<Object> rules(List<?> rules) {
    List<Object> out = new ArrayList<>();
    for (Object rule : rules) {
      Map<String, Object> kept = new TreeMap<>();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) rule).entrySet()) {
        Object value = entry.getValue();
        // Some rules carry the line breaks of their source.
        kept.put(
            (String) entry.getKey(), value instanceof String text ? text.strip() : value);
      }
      out.add(kept);
    }
    return out;
  }

  private static Object number(Object value) {
    if (value instanceof Integer i) {
      return (long) i;
    }
    if (value instanceof BigInteger big) {
      // Bounds of 64-bit unsigned fields.
      return big.bitLength() < 64 ? (Object) big.longValueExact() : big.doubleValue();
    }
    if (value instanceof BigDecimal big) {
      return big.doubleValue();
    }
    return value;
  }

  /** {@code io.k8s.api.core.v1.PodSpec} as {@code core.v1.PodSpec}. */
  static String shortName(String name) {
    if (name.startsWith(META)) {
      return "meta.v1." + name.substring(META.length());
    }
    String[] parts = name.split("\\.");
    int n = parts.length;
    return parts[n - 3] + "." + parts[n - 2] + "." + parts[n - 1];
  }
}
