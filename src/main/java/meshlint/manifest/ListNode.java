package meshlint.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** A list of a manifest; read-only. */
public final class ListNode implements Node, List<Object> {
  private final SourceFile file;
  private final int start;
  private final int end;
  private final @Nullable Object[] items;
  private final int[] spans;
  private @Nullable Node parent;
  private @Nullable Object keyInParent;
  private @Nullable List<Object> view;

  /**
   * A list; its child nodes get it as their parent.
   *
   * @param file the file it was read from
   * @param start offset of its first dash or opening bracket
   * @param end offset behind its last item
   * @param items scalars, nodes, nulls
   * @param spans two offsets an item: start and end of its value
   */
  public ListNode(SourceFile file, int start, int end, @Nullable Object[] items, int[] spans) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.items = items;
    this.spans = spans;
    for (int i = 0; i < items.length; i++) {
      adopt(items[i], this, i);
    }
  }

  /** The same list with these items, at the same places: what an alias to it stands for. */
  ListNode withItems(@Nullable Object[] newItems) {
    return new ListNode(file, start, end, newItems, spans);
  }

  static void adopt(@Nullable Object child, Node parent, Object key) {
    if (child instanceof MapNode map) {
      map.setParent(parent, key);
    } else if (child instanceof ListNode list) {
      list.parent = parent;
      list.keyInParent = key;
    }
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
    return Objects.requireNonNull(parent, "a list outside of any object has no owner").object();
  }

  @Override
  public int childCount() {
    return items.length;
  }

  @Override
  public Integer keyAt(int i) {
    return i;
  }

  @Override
  public @Nullable Object valueAt(int i) {
    return items[i];
  }

  @Override
  public Span valueSpanAt(int i) {
    return new Span(file, spans[2 * i], spans[2 * i + 1]);
  }

  @Override
  public Span span() {
    return new Span(file, start, end);
  }

  @Override
  public Place placeOf(Object key) {
    int i = key instanceof Number n ? n.intValue() : -1;
    if (i < 0 || i >= items.length) {
      return place();
    }
    return new Place(object(), path().child(i), Node.firstLine(valueSpanAt(i)));
  }

  @Override
  public Place placeOfKey(Object key) {
    return placeOf(key);
  }

  /** The items that are mappings, in order. */
  public List<MapNode> maps() {
    List<MapNode> out = new ArrayList<>(items.length);
    for (Object item : items) {
      if (item instanceof MapNode map) {
        out.add(map);
      }
    }
    return Collections.unmodifiableList(out);
  }

  /** The items that are strings, in order. */
  public List<String> strings() {
    List<String> out = new ArrayList<>(items.length);
    for (Object item : items) {
      if (item instanceof String text) {
        out.add(text);
      }
    }
    return Collections.unmodifiableList(out);
  }

  private List<Object> view() {
    List<Object> known = view;
    if (known == null) {
      // A null item is kept as "" so that indexes stay those of the file; no Kubernetes list holds
      // one.
      List<Object> built = new ArrayList<>(items.length);
      for (Object item : items) {
        built.add(item == null ? "" : item);
      }
      known = Collections.unmodifiableList(built);
      view = known;
    }
    return known;
  }

  // --- List ----------------------------------------------------------------

  @Override
  public Object get(int i) {
    return view().get(i);
  }

  @Override
  public int size() {
    return items.length;
  }

  @Override
  public boolean isEmpty() {
    return items.length == 0;
  }

  @Override
  public boolean contains(@Nullable Object item) {
    return view().contains(item);
  }

  @Override
  public boolean containsAll(Collection<?> other) {
    return view().containsAll(other);
  }

  @Override
  public int indexOf(@Nullable Object item) {
    return view().indexOf(item);
  }

  @Override
  public int lastIndexOf(@Nullable Object item) {
    return view().lastIndexOf(item);
  }

  @Override
  public Iterator<Object> iterator() {
    return view().iterator();
  }

  @Override
  public ListIterator<Object> listIterator() {
    return view().listIterator();
  }

  @Override
  public ListIterator<Object> listIterator(int from) {
    return view().listIterator(from);
  }

  @Override
  public List<Object> subList(int from, int to) {
    return view().subList(from, to);
  }

  @Override
  public Object[] toArray() {
    return view().toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return view().toArray(array);
  }

  @Override
  public boolean add(Object item) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public void add(int i, Object item) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public boolean addAll(Collection<?> items) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public boolean addAll(int i, Collection<?> items) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public Object set(int i, Object item) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public boolean remove(@Nullable Object item) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public Object remove(int i) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public boolean removeAll(Collection<?> items) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public boolean retainAll(Collection<?> items) {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("manifests are read-only");
  }

  // --- identity of content ---------------------------------------------------

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof List<?> list && view().equals(list));
  }

  @Override
  public int hashCode() {
    return view().hashCode();
  }

  /** {@code [a, b]}, for messages and debugging. */
  @Override
  public String toString() {
    return Arrays.toString(items);
  }
}
