package meshlint.manifest;

import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A mapping or a list of a manifest. Scalars are plain Java values: {@link String}, {@link Long},
 * {@link Double}, {@link Boolean}; null is YAML's null. The value of a child is one of these or a
 * node.
 *
 * <p>Nodes are read-only once loaded and are what rule expressions read, without a copy.
 */
public sealed interface Node permits MapNode, ListNode {
  /** The node that holds this one; null for the root of an object. */
  @Nullable Node parent();

  /** Where this node stands in its parent: a key, or an {@link Integer} index; null for a root. */
  @Nullable Object keyInParent();

  /** The object this node belongs to. Fails for a node that is in no object. */
  KubeObject object();

  /** How many children there are, nulls included. */
  int childCount();

  /** The key (a {@link String}) or index (an {@link Integer}) of the i-th child in file order. */
  Object keyAt(int i);

  /** The value of the i-th child in file order: a scalar, a node, or null. */
  @Nullable Object valueAt(int i);

  /** The text of the i-th child's value. */
  Span valueSpanAt(int i);

  /** The text of this node, from its first to its last child. */
  Span span();

  /** The path from the root of the object. */
  default FieldPath path() {
    Node parent = parent();
    Object key = keyInParent();
    return parent == null || key == null ? FieldPath.ROOT : parent.path().child(key);
  }

  /** Where a finding about this node points: its key, or in a list its first line. */
  default Place place() {
    Node parent = parent();
    Object key = keyInParent();
    if (parent == null || key == null) {
      return new Place(object(), FieldPath.ROOT, firstLine(span()));
    }
    return parent.placeOf(key);
  }

  /**
   * Where a finding about a child points: a scalar's value; a mapping's or list's key. For a child
   * that does not exist, the place of this node.
   *
   * @param key a {@link String} or an {@link Integer} index
   */
  Place placeOf(Object key);

  /** Where the key of a child stands; the value for a list item, this node for a missing child. */
  Place placeOfKey(Object key);

  /** Cuts a span at the end of its first line, without trailing spaces. */
  static Span firstLine(Span span) {
    SourceFile file = span.file();
    int line = span.line();
    String text = file.lineText(line).stripTrailing();
    int lineEnd = file.lineStart(line) + text.codePointCount(0, text.length());
    int end = Math.min(span.end(), Math.max(span.start(), lineEnd));
    return new Span(file, span.start(), end);
  }
}
