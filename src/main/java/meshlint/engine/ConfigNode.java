package meshlint.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import meshlint.finding.Nearest;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** A mapping of a config while it is read: what does not fit is said with its place. */
final class ConfigNode {
  private final MapNode map;
  private final List<ConfigError> errors;

  /** A mapping that may have these keys only. */
  ConfigNode(MapNode map, List<ConfigError> errors, String... keys) {
    this.map = map;
    this.errors = errors;
    List<String> known = List.of(keys);
    for (int i = 0; i < map.childCount(); i++) {
      String key = map.keyAt(i);
      if (!known.contains(key)) {
        String near = Nearest.of(key, known);
        error(
            map.keySpanAt(i),
            near == null
                ? "unknown key " + key + ": here stand " + String.join(", ", known)
                : "unknown key " + key + "; did you mean " + near + "?");
      }
    }
  }

  void error(Span at, String message) {
    errors.add(new ConfigError(at, message));
  }

  /** Where the value of a key stands. */
  Span at(String key) {
    return map.valueSpanAt(map.indexOf(key));
  }

  @Nullable Boolean bool(String key) {
    return is(Boolean.class, key, "true or false");
  }

  /** A text; numbers count, so that a version need not be quoted. */
  @Nullable String text(String key) {
    Object value = map.get(key);
    if (value instanceof Boolean) {
      error(
          at(key),
          key
              + " is a text, and YAML takes "
              + at(key).text()
              + " for "
              + value
              + ": put it in quotes");
      return null;
    }
    if (value instanceof Node) {
      error(at(key), key + " is a text");
      return null;
    }
    // 1.30 is a number to YAML, but was meant as it is written.
    return value == null ? null : value instanceof Double ? at(key).text() : value.toString();
  }

  /** One of these words. */
  @Nullable String word(String key, List<String> words) {
    String text = text(key);
    if (text != null && !words.contains(text)) {
      String near = Nearest.of(text, words);
      error(
          at(key),
          key
              + " is one of "
              + String.join(", ", words)
              + ", not "
              + text
              + (near == null ? "" : "; did you mean " + near + "?"));
      return null;
    }
    return text;
  }

  /** A list of texts; one text counts as a list of one. Each is also given to {@code seen}. */
  List<String> texts(String key, BiConsumer<Span, String> seen) {
    List<String> out = new ArrayList<>();
    Object value = map.get(key);
    if (value instanceof ListNode list) {
      for (int i = 0; i < list.childCount(); i++) {
        Object item = list.valueAt(i);
        if (item == null || item instanceof Node) {
          error(list.valueSpanAt(i), key + " is a list of texts");
        } else {
          out.add(item.toString());
          seen.accept(list.valueSpanAt(i), item.toString());
        }
      }
    } else if (value instanceof Node) {
      error(at(key), key + " is a list of texts");
    } else if (value != null) {
      out.add(value.toString());
      seen.accept(at(key), value.toString());
    }
    return out;
  }

  List<String> texts(String key) {
    return texts(key, (span, text) -> {});
  }

  /** The mapping under a key; null where there is none. */
  @Nullable MapNode map(String key) {
    return is(MapNode.class, key, "a mapping");
  }

  /** Reads the mapping under a key. */
  void map(String key, Consumer<MapNode> reader) {
    MapNode found = map(key);
    if (found != null) {
      reader.accept(found);
    }
  }

  /** Reads each mapping in the list under a key. */
  void maps(String key, Consumer<MapNode> reader) {
    ListNode list = is(ListNode.class, key, "a list");
    if (list == null) {
      return;
    }
    for (int i = 0; i < list.childCount(); i++) {
      if (list.valueAt(i) instanceof MapNode item) {
        reader.accept(item);
      } else {
        error(list.valueSpanAt(i), key + " is a list of mappings");
      }
    }
  }

  private <T> @Nullable T is(Class<T> type, String key, String what) {
    Object value = map.get(key);
    if (value != null && !type.isInstance(value)) {
      error(at(key), key + " is " + what);
      return null;
    }
    return value == null ? null : type.cast(value);
  }

  /** A tree as plain maps, lists and scalars; nulls are left out. */
  static Object plain(Object value) {
    if (value instanceof MapNode map) {
      Map<String, Object> out = new LinkedHashMap<>();
      map.forEach((key, child) -> out.put(key, plain(child)));
      return out;
    }
    if (value instanceof ListNode list) {
      List<Object> out = new ArrayList<>();
      list.forEach(child -> out.add(plain(child)));
      return out;
    }
    return value;
  }
}
