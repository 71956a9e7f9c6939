package meshlint.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * YAML or JSON that stands as text in a string field, as Istio's mesh config stands in a ConfigMap.
 * Its nodes hang below the field, and where the field is a block scalar their places are exact.
 */
public final class EmbeddedYaml {
  private final SourceFile file;
  private final IntUnaryOperator outer;

  private EmbeddedYaml(SourceFile file, IntUnaryOperator outer) {
    this.file = file;
    this.outer = outer;
  }

  /**
   * The mapping written in a string field.
   *
   * @return null where the field is absent, no string, or its text is no single YAML mapping
   */
  public static @Nullable MapNode parse(MapNode holder, String key) {
    String text = holder.string(key);
    if (text == null) {
      return null;
    }
    Span span = holder.valueSpanAt(holder.indexOf(key));
    MapNode tree = new EmbeddedYaml(span.file(), offsets(span, text)).read(text);
    if (tree != null) {
      tree.setParent(holder, key);
    }
    return tree;
  }

  private @Nullable MapNode read(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setBufferSize(1024)
            .build();
    try {
      return new Compose(settings)
          .composeString(text)
          .filter(MappingNode.class::isInstance)
          .map(node -> mapping((MappingNode) node))
          .orElse(null);
    } catch (YamlEngineException | StackOverflowError e) {
      // The text belongs to someone else: what is no YAML is no mesh config, and not ours to judge.
      return null;
    }
  }

  private MapNode mapping(MappingNode node) {
    List<String> keys = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    List<Integer> spans = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || keys.contains(key.getValue())) {
        continue;
      }
      keys.add(key.getValue());
      values.add(value(tuple.getValueNode()));
      spans.add(start(key));
      spans.add(end(key));
      spans.add(start(tuple.getValueNode()));
      spans.add(end(tuple.getValueNode()));
    }
    return new MapNode(
        file,
        start(node),
        end(node),
        keys.toArray(String[]::new),
        values.toArray(),
        spans.stream().mapToInt(Integer::intValue).toArray());
  }

  private ListNode sequence(SequenceNode node) {
    List<@Nullable Object> items = new ArrayList<>();
    List<Integer> spans = new ArrayList<>();
    for (org.snakeyaml.engine.v2.nodes.Node item : node.getValue()) {
      items.add(value(item));
      spans.add(start(item));
      spans.add(end(item));
    }
    return new ListNode(
        file,
        start(node),
        end(node),
        items.toArray(),
        spans.stream().mapToInt(Integer::intValue).toArray());
  }

  private @Nullable Object value(org.snakeyaml.engine.v2.nodes.Node node) {
    if (node instanceof MappingNode mapping) {
      return mapping(mapping);
    }
    if (node instanceof SequenceNode sequence) {
      return sequence(sequence);
    }
    ScalarNode scalar = (ScalarNode) node;
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    try {
      return tag.equals(Tag.INT)
          ? (Object) Long.valueOf(text)
          : tag.equals(Tag.FLOAT) ? (Object) Double.valueOf(text) : text;
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private int start(org.snakeyaml.engine.v2.nodes.Node node) {
    return outer.applyAsInt(node.getStartMark().map(Mark::getIndex).orElse(0));
  }

  private int end(org.snakeyaml.engine.v2.nodes.Node node) {
    int from = start(node);
    return Math.max(from, outer.applyAsInt(node.getEndMark().map(Mark::getIndex).orElse(0)));
  }

  /** Maps an offset in the decoded text to one in the file around it. */
  private static IntUnaryOperator offsets(Span span, String decoded) {
    String raw = span.text();
    if (raw.startsWith("|")) {
      return new BlockOffsets(span, raw, decoded);
    }
    int length = decoded.codePointCount(0, decoded.length());
    if (raw.equals(decoded)) {
      return offset -> span.start() + Math.min(offset, length);
    }
    // One line in quotes without escapes.
    if (raw.length() == decoded.length() + 2 && raw.startsWith(decoded, 1)) {
      return offset -> span.start() + 1 + Math.min(offset, length);
    }
    return offset -> span.start();
  }

  /** Offsets in a literal block scalar: line by line, each moved by the block's indentation. */
  private static final class BlockOffsets implements IntUnaryOperator {
    private final SourceFile inner;
    private final Span span;
    private final int indent;

    BlockOffsets(Span span, String raw, String decoded) {
      this.inner = new SourceFile("", decoded);
      this.span = span;
      this.indent = indent(raw, decoded);
    }

    private static int indent(String raw, String decoded) {
      List<String> rawLines = raw.lines().skip(1).toList();
      List<String> lines = decoded.lines().toList();
      for (int i = 0; i < lines.size() && i < rawLines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          return Math.max(0, rawLines.get(i).length() - lines.get(i).length());
        }
      }
      return 0;
    }

    @Override
    public int applyAsInt(int offset) {
      SourceFile file = span.file();
      int line = span.line() + inner.line(offset);
      if (line > file.lineCount()) {
        return span.end();
      }
      int at = file.lineStart(line) + indent + inner.column(offset) - 1;
      return Math.max(span.start(), Math.min(at, span.end()));
    }
  }
}
