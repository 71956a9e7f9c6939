package meshlint.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * YAML or JSON that stands as text in a string field, as Istio's mesh config stands in a ConfigMap.
 * Its nodes hang below the field, with their places in the manifest.
 */
public final class EmbeddedYaml {
  private final EmbeddedText text;
  private final SourceFile inner;

  private EmbeddedYaml(EmbeddedText text) {
    this.text = text;
    this.inner = new SourceFile(text.file().path(), text.text());
  }

  /**
   * The mapping written in a string field.
   *
   * @return null where the field is absent, no string, or its text is no single YAML mapping; what
   *     is wrong with a text that belongs to another program is not said
   */
  public static @Nullable MapNode parse(MapNode holder, String key) {
    EmbeddedText text = EmbeddedText.of(holder, key);
    if (text == null) {
      return null;
    }
    MapNode tree = new EmbeddedYaml(text).read();
    if (tree != null) {
      tree.setParent(holder, key);
    }
    return tree;
  }

  private @Nullable MapNode read() {
    List<Piece> pieces = Piece.split(inner.text());
    if (pieces.size() != 1) {
      return null;
    }
    try {
      TreeBuilder.Root root =
          TreeBuilder.build(
              inner,
              pieces.get(0),
              new TreeBuilder.Shared(inner, new HashMap<>(), false),
              new ArrayList<>());
      return root.value() instanceof MapNode map ? moved(map) : null;
    } catch (SyntaxException e) {
      return null;
    }
  }

  /** The same mapping with its places in the manifest instead of in the text. */
  private MapNode moved(MapNode map) {
    int n = map.childCount();
    String[] keys = new String[n];
    @Nullable Object[] values = new Object[n];
    int[] spans = new int[4 * n];
    for (int i = 0; i < n; i++) {
      keys[i] = map.keyAt(i);
      values[i] = moved(map.valueAt(i));
      put(spans, 4 * i, map.keySpanAt(i));
      put(spans, 4 * i + 2, map.valueSpanAt(i));
    }
    Span whole = moved(map.span());
    return new MapNode(text.file(), whole.start(), whole.end(), keys, values, spans);
  }

  private ListNode moved(ListNode list) {
    int n = list.childCount();
    @Nullable Object[] items = new Object[n];
    int[] spans = new int[2 * n];
    for (int i = 0; i < n; i++) {
      items[i] = moved(list.valueAt(i));
      put(spans, 2 * i, list.valueSpanAt(i));
    }
    Span whole = moved(list.span());
    return new ListNode(text.file(), whole.start(), whole.end(), items, spans);
  }

  private @Nullable Object moved(@Nullable Object value) {
    if (value instanceof MapNode map) {
      return moved(map);
    }
    return value instanceof ListNode list ? moved(list) : value;
  }

  private Span moved(Span span) {
    return text.span(inner.charIndex(span.start()), inner.charIndex(span.end()));
  }

  private void put(int[] spans, int at, Span span) {
    Span moved = moved(span);
    spans[at] = moved.start();
    spans[at + 1] = moved.end();
  }
}
