package meshlint.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bundle as the product reads it, unfolded for comparison: for each field path of a kind, what
 * is demanded there. It stands in the package of the reader to see what the public view leaves out.
 */
public final class BundleFields {
  private final Schemas schemas = Schemas.bundled();

  /** The {@code apiVersion/Kind} of a family ({@code k}, {@code i}, {@code g}) in a release. */
  public TreeSet<String> kinds(String family, int release) {
    TreeSet<String> out = new TreeSet<>();
    schemas
        .index()
        .entries()
        .forEach(
            (key, entry) -> {
              if (letter(entry.family()).equals(family) && Releases.has(entry.mask(), release)) {
                out.add(key);
              }
            });
    return out;
  }

  /** How a kind's resource is called and whether it is namespaced. */
  public String resource(String key) {
    BundleIndex.Entry entry = schemas.index().entries().get(key);
    return entry.plural() + (entry.namespaced() ? " namespaced" : " cluster");
  }

  /** What a kind demands in a release, by path. */
  public Map<String, Map<String, Object>> fields(String key, int release) {
    BundleIndex.Entry entry = schemas.index().entries().get(key);
    Map<String, Map<String, Object>> out = new TreeMap<>();
    SchemaNode root = schemas.file(entry.file()).definition(entry.definition());
    walk(root, release, "", out, new ArrayDeque<>());
    return out;
  }

  private static String letter(BundleIndex.Family family) {
    return family.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
  }

  private void walk(
      SchemaNode raw,
      int release,
      String path,
      Map<String, Map<String, Object>> out,
      Deque<SchemaNode> above) {
    SchemaNode node = raw.at(release);
    if (above.contains(node)) {
      out.put(path, Map.of("recursive", true));
      return;
    }
    above.push(node);
    Map<String, Object> demands = new TreeMap<>();
    demands.put("type", node.type.name());
    put(demands, "format", node.format);
    put(demands, "pattern", node.pattern);
    put(demands, "minimum", node.minimum);
    put(demands, "maximum", node.maximum);
    put(demands, "multipleOf", node.multipleOf);
    put(demands, "exclusiveMinimum", node.exclusiveMinimum ? true : null);
    put(demands, "exclusiveMaximum", node.exclusiveMaximum ? true : null);
    put(demands, "uniqueItems", node.uniqueItems ? true : null);
    put(demands, "nullable", node.nullable ? true : null);
    put(demands, "open", node.open ? true : null);
    put(demands, "embedded", node.embedded ? true : null);
    put(demands, "default", node.defaultValue == null ? null : node.defaultValue.toString());
    put(demands, "list-type", node.listType);
    put(demands, "map-type", node.mapType);
    put(demands, "list-map-keys", node.listMapKeys.isEmpty() ? null : node.listMapKeys);
    put(demands, "minLength", low(node.minLength));
    put(demands, "minItems", low(node.minItems));
    put(demands, "minProperties", low(node.minProperties));
    put(demands, "maxLength", high(node.maxLength));
    put(demands, "maxItems", high(node.maxItems));
    put(demands, "maxProperties", high(node.maxProperties));
    put(demands, "enum", node.enumValues == null ? null : sorted(node.enumValues));
    put(demands, "required", node.required.isEmpty() ? null : sorted(node.required));
    put(demands, "validations", node.rules.isEmpty() ? null : rules(node));
    out.put(path, demands);
    if (node.properties != null) {
      node.properties.forEach(
          (name, child) -> {
            if (Releases.has(child.mask, release)) {
              walk(child, release, path + "." + name, out, above);
            }
          });
    }
    child(node.items, release, path + "[]", out, above);
    child(node.values, release, path + "{}", out, above);
    child(node.not, release, path + "!", out, above);
    children(node.oneOf, release, path + "?one", out, above);
    children(node.anyOf, release, path + "?any", out, above);
    children(node.allOf, release, path + "?all", out, above);
    above.pop();
  }

  private void child(
      SchemaNode child,
      int release,
      String path,
      Map<String, Map<String, Object>> out,
      Deque<SchemaNode> above) {
    if (child != null && Releases.has(child.mask, release)) {
      walk(child, release, path, out, above);
    }
  }

  private void children(
      List<SchemaNode> children,
      int release,
      String path,
      Map<String, Map<String, Object>> out,
      Deque<SchemaNode> above) {
    for (int i = 0; i < children.size(); i++) {
      walk(children.get(i), release, path + i, out, above);
    }
  }

  private static TreeSet<String> sorted(List<Object> values) {
    TreeSet<String> out = new TreeSet<>();
    values.forEach(value -> out.add(String.valueOf(value)));
    return out;
  }

  private static TreeSet<String> rules(SchemaNode node) {
    TreeSet<String> out = new TreeSet<>();
    node.rules.forEach(rule -> out.add(rule.rule() + " | " + rule.message()));
    return out;
  }

  private static Object low(int value) {
    return value == 0 ? null : (long) value;
  }

  private static Object high(int value) {
    return value == Integer.MAX_VALUE ? null : (long) value;
  }

  private static void put(Map<String, Object> demands, String keyword, Object value) {
    if (value != null) {
      demands.put(keyword, value);
    }
  }
}
