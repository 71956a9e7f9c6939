package meshlint.schema;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Values as the rules of a CustomResourceDefinition see them: absent fields have the defaults of
 * the schema, and a field whose name is a word of CEL can be read as {@code __namespace__}.
 */
final class Defaulted {
  private Defaulted() {}

  /** A value with its defaults. */
  static Object of(Object value, @Nullable SchemaNode node, int release) {
    if (value instanceof MapNode map) {
      return new View(map, node, release);
    }
    if (value instanceof ListNode list) {
      SchemaNode items = node == null ? null : node.element(release);
      return new AbstractList<Object>() {
        @Override
        public Object get(int i) {
          return of(list.get(i), items, release);
        }

        @Override
        public int size() {
          return list.size();
        }
      };
    }
    return value;
  }

  /** A mapping; what is read is kept. */
  private static final class View extends AbstractMap<String, Object> {
    private final MapNode map;
    private final @Nullable SchemaNode node;
    private final int release;
    private @Nullable Map<String, Object> all;

    View(MapNode map, @Nullable SchemaNode node, int release) {
      this.map = map;
      this.node = node;
      this.release = release;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      Object known = content().get(key);
      if (known == null && key instanceof String name && name.startsWith("__")) {
        return content().get(unescaped(name));
      }
      return known;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return content().entrySet();
    }

    private Map<String, Object> content() {
      Map<String, Object> known = all;
      if (known == null) {
        known = new LinkedHashMap<>();
        for (Entry<String, Object> entry : map.entrySet()) {
          known.put(entry.getKey(), of(entry.getValue(), child(entry.getKey()), release));
        }
        if (node != null && node.properties != null) {
          for (Entry<String, SchemaNode> property : node.properties.entrySet()) {
            SchemaNode child = node.property(property.getKey(), release);
            if (child != null && child.defaultValue != null) {
              known.putIfAbsent(property.getKey(), child.defaultValue);
            }
          }
        }
        all = known;
      }
      return known;
    }

    private @Nullable SchemaNode child(String key) {
      if (node == null) {
        return null;
      }
      SchemaNode named = node.property(key, release);
      return named != null || node.values == null ? named : node.element(release);
    }
  }

  /** The field name behind CEL's escapes, as Kubernetes defines them for its rules. */
  private static String unescaped(String name) {
    String inner =
        name.endsWith("__") && name.length() > 4 ? name.substring(2, name.length() - 2) : name;
    return inner
        .replace("__dot__", ".")
        .replace("__dash__", "-")
        .replace("__slash__", "/")
        .replace("__underscores__", "__");
  }
}
