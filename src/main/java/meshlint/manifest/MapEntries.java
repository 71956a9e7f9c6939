package meshlint.manifest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a mapping while it is read: keys are unique, a later value replaces an earlier
 * one.
 */
final class MapEntries {
  private static final int INDEX_FROM = 9;

  private String[] keys = new String[8];
  private @Nullable Object[] values = new Object[8];
  private int[] spans = new int[32];
  private boolean[] own = new boolean[8];
  private int count;
  private @Nullable Map<String, Integer> index;

  /**
   * Puts a value.
   *
   * @param written whether the key stands in the mapping itself, not in one merged into it
   * @return where a key that is also written stood before; -1 where there was none
   */
  int put(
      String key,
      int keyStart,
      int keyEnd,
      @Nullable Object value,
      int start,
      int end,
      boolean written) {
    int at = find(key);
    int earlier = -1;
    if (at < 0) {
      at = count;
      grow();
      keys[at] = key;
      Map<String, Integer> known = index;
      if (known != null) {
        known.put(key, at);
      }
    } else if (written && own[at]) {
      earlier = spans[4 * at];
    }
    values[at] = value;
    own[at] = written;
    spans[4 * at] = keyStart;
    spans[4 * at + 1] = keyEnd;
    spans[4 * at + 2] = start;
    spans[4 * at + 3] = end;
    return earlier;
  }

  /** Puts the entries of a mapping that is merged into this one. */
  void putAll(MapNode map) {
    for (int i = 0; i < map.childCount(); i++) {
      int[] from = map.offsetsAt(i);
      put(map.keyAt(i), from[0], from[1], map.valueAt(i), from[2], from[3], false);
    }
  }

  MapNode toNode(SourceFile file, int start, int end) {
    return new MapNode(
        file,
        start,
        end,
        Arrays.copyOf(keys, count),
        Arrays.copyOf(values, count),
        Arrays.copyOf(spans, 4 * count));
  }

  private int find(String key) {
    Map<String, Integer> known = index;
    if (known != null) {
      return known.getOrDefault(key, -1);
    }
    for (int i = 0; i < count; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private void grow() {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      values = Arrays.copyOf(values, count * 2);
      own = Arrays.copyOf(own, count * 2);
      spans = Arrays.copyOf(spans, count * 8);
    }
    count++;
    if (count == INDEX_FROM) {
      Map<String, Integer> built = new HashMap<>();
      for (int i = 0; i < count - 1; i++) {
        built.put(keys[i], i);
      }
      index = built;
    }
  }
}
