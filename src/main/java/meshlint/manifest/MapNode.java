package meshlint.manifest;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a manifest. As a {@link Map} it is read-only and leaves out keys whose value is
 * null, because to Kubernetes a null field is an absent one; {@link #valueAt} still shows them.
 */
public final class MapNode implements Node, Map<String, Object> {
  private static final int INDEX_FROM = 9;

  private final SourceFile file;
  private final int start;
  private final int end;
  private final String[] keys;
  private final @Nullable Object[] values;
  private final int[] spans;
  private @Nullable Node parent;
  private @Nullable Object keyInParent;
  private @Nullable KubeObject owner;
  private @Nullable Map<String, Integer> index;

  /**
   * A mapping; its child nodes get it as their parent.
   *
   * @param file the file it was read from
   * @param start offset of its first key (or opening brace)
   * @param end offset behind its last value
   * @param keys unique keys in file order
   * @param values their values: scalars, nodes, nulls
   * @param spans four offsets a key: key start, key end, value start, value end
   */
  public MapNode(
      SourceFile file, int start, int end, String[] keys, @Nullable Object[] values, int[] spans) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.keys = keys;
    this.values = values;
    this.spans = spans;
    for (int i = 0; i < keys.length; i++) {
      ListNode.adopt(values[i], this, keys[i]);
    }
  }

  /** The same mapping with these values, at the same places: what an alias to it stands for. */
  MapNode withValues(@Nullable Object[] newValues) {
    return new MapNode(file, start, end, keys, newValues, spans);
  }

  /** The same mapping with two more entries at its end, which stand elsewhere in the file. */
  MapNode withKind(String apiVersion, int[] apiVersionAt, String kind, int[] kindAt) {
    int n = keys.length;
    String[] moreKeys = Arrays.copyOf(keys, n + 2);
    @Nullable Object[] moreValues = Arrays.copyOf(values, n + 2);
    int[] moreSpans = Arrays.copyOf(spans, 4 * n + 8);
    moreKeys[n] = "apiVersion";
    moreKeys[n + 1] = "kind";
    moreValues[n] = apiVersion;
    moreValues[n + 1] = kind;
    System.arraycopy(apiVersionAt, 0, moreSpans, 4 * n, 4);
    System.arraycopy(kindAt, 0, moreSpans, 4 * n + 4, 4);
    return new MapNode(file, start, end, moreKeys, moreValues, moreSpans);
  }

  /** The four offsets of the i-th entry: key start, key end, value start, value end. */
  int[] offsetsAt(int i) {
    return Arrays.copyOfRange(spans, 4 * i, 4 * i + 4);
  }

  void setParent(Node parent, Object keyInParent) {
    this.parent = parent;
    this.keyInParent = keyInParent;
  }

  void setOwner(KubeObject owner) {
    this.owner = owner;
    this.parent = null;
    this.keyInParent = null;
  }

  @Override
  public @Nullable Node parent() {
    return parent;
  }

  @Override
  public @Nullable Object keyInParent() {
    return keyInParent;
  }

  @Override
  public KubeObject object() {
    Node up = parent;
    return up != null
        ? up.object()
        : Objects.requireNonNull(owner, "a mapping outside of any object has no owner");
  }

  @Override
  public int childCount() {
    return keys.length;
  }

  @Override
  public String keyAt(int i) {
    return keys[i];
  }

  @Override
  public @Nullable Object valueAt(int i) {
    return values[i];
  }

  @Override
  public Span valueSpanAt(int i) {
    return new Span(file, spans[4 * i + 2], spans[4 * i + 3]);
  }

  /** The text of the i-th key. */
  public Span keySpanAt(int i) {
    return new Span(file, spans[4 * i], spans[4 * i + 1]);
  }

  @Override
  public Span span() {
    return new Span(file, start, end);
  }

  /** The position of a key among the children, or -1. */
  public int indexOf(Object key) {
    if (keys.length >= INDEX_FROM) {
      Map<String, Integer> known = index;
      if (known == null) {
        known = new HashMap<>(keys.length * 2);
        for (int i = 0; i < keys.length; i++) {
          known.put(keys[i], i);
        }
        index = known;
      }
      return known.getOrDefault(key, -1);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Place placeOf(Object key) {
    int i = indexOf(key);
    if (i < 0) {
      return place();
    }
    boolean scalar = !(values[i] instanceof Node) && values[i] != null;
    return new Place(object(), path().child(key), scalar ? valueSpanAt(i) : keySpanAt(i));
  }

  @Override
  public Place placeOfKey(Object key) {
    int i = indexOf(key);
    return i < 0 ? place() : new Place(object(), path().child(key), keySpanAt(i));
  }

  /** The mapping under a key; null where there is none. */
  public @Nullable MapNode map(String key) {
    return get(key) instanceof MapNode found ? found : null;
  }

  /** The list under a key; null where there is none. */
  public @Nullable ListNode list(String key) {
    return get(key) instanceof ListNode found ? found : null;
  }

  /** The mappings in the list under a key, in order; empty where there are none. */
  public List<MapNode> maps(String key) {
    ListNode list = list(key);
    return list == null ? List.of() : list.maps();
  }

  /** The string under a key; null where there is none or it is no string. */
  public @Nullable String string(String key) {
    return get(key) instanceof String found ? found : null;
  }

  /** The scalar under a key as text (a number or boolean too); null where there is none. */
  public @Nullable String text(String key) {
    Object found = get(key);
    return found == null || found instanceof Node ? null : found.toString();
  }

  /** The whole number under a key; null where there is none or it is no whole number. */
  public @Nullable Long integer(String key) {
    return get(key) instanceof Long found ? found : null;
  }

  /** The boolean under a key; null where there is none or it is no boolean. */
  public @Nullable Boolean bool(String key) {
    return get(key) instanceof Boolean found ? found : null;
  }

  /** The node or scalar at the end of a chain of keys; null where the chain breaks. */
  public @Nullable Object at(String... chain) {
    Object here = this;
    for (String key : chain) {
      if (!(here instanceof MapNode map)) {
        return null;
      }
      here = map.get(key);
    }
    return here;
  }

  /** The mapping at the end of a chain of keys; null where there is none. */
  public @Nullable MapNode mapAt(String... chain) {
    return at(chain) instanceof MapNode found ? found : null;
  }

  /**
   * The string-valued entries, in file order: what labels, annotations and selectors are made of.
   */
  public Map<String, String> strings() {
    Map<String, String> out = new java.util.LinkedHashMap<>();
    for (int i = 0; i < keys.length; i++) {
      if (values[i] instanceof String value) {
        out.put(keys[i], value);
      }
    }
    return Collections.unmodifiableMap(out);
  }

  // --- Map -----------------------------------------------------------------

  @Override
  public @Nullable Object get(@Nullable Object key) {
    int i = key == null ? -1 : indexOf(key);
    return i < 0 ? null : values[i];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    int n = 0;
    for (Object value : values) {
      if (value != null) {
        n++;
      }
    }
    return n;
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return value != null && values().contains(value);
  }

  @Override
  public Set<String> keySet() {
    Set<String> out = new LinkedHashSet<>();
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null) {
        out.add(keys[i]);
      }
    }
    return Collections.unmodifiableSet(out);
  }

  @Override
  public Collection<Object> values() {
    List<Object> out = new ArrayList<>(values.length);
    for (Object value : values) {
      if (value != null) {
        out.add(value);
      }
    }
    return Collections.unmodifiableList(out);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new Entries();
  }

  /** A view, so that going over the entries hashes none of them. */
  private final class Entries extends AbstractSet<Entry<String, Object>> {
    @Override
    public Iterator<Entry<String, Object>> iterator() {
      List<Entry<String, Object>> entries = new ArrayList<>(keys.length);
      for (int i = 0; i < keys.length; i++) {
        Object value = values[i];
        if (value != null) {
          entries.add(new AbstractMap.SimpleImmutableEntry<>(keys[i], value));
        }
      }
      return Collections.unmodifiableList(entries).iterator();
    }

    @Override
    public int size() {
      return MapNode.this.size();
    }

    @Override
    public boolean contains(@Nullable Object other) {
      return other instanceof Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && entry.getValue().equals(get(entry.getKey()));
    }
  }

  @Override
  public Object put(String key, Object value) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public Object remove(@Nullable Object key) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public void putAll(Map<? extends String, ?> entries) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  // --- identity of content ---------------------------------------------------

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Map<?, ?> map && entrySet().equals(map.entrySet()));
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (int i = 0; i < keys.length; i++) {
      Object value = values[i];
      if (value != null) {
        sum += keys[i].hashCode() ^ value.hashCode();
      }
    }
    return sum;
  }

  /** {@code {a: 1, b: [x]}}, for messages and debugging. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (Entry<String, Object> entry : entrySet()) {
      out.append(out.length() > 1 ? ", " : "").append(entry.getKey()).append(": ");
      out.append(entry.getValue());
    }
    return out.append('}').toString();
  }
}
