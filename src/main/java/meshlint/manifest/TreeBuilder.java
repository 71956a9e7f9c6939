package meshlint.manifest;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds the node tree of one document from parser events, as sigs.k8s.io/yaml would see it: its
 * scalars, its merge keys (which here overwrite what stands before them, and lose to what follows),
 * its string keys; of a key that stands twice the later value counts.
 */
final class TreeBuilder {
  static final int MAX_DEPTH = 500;

  // The size limit of the parser guards services; a linter's input is the user's own, and memory
  // grows linearly with it. The small buffer keeps many small documents cheap.
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setUseMarks(true)
          .setCodePointLimit(Integer.MAX_VALUE)
          .setBufferSize(1024)
          .build();

  private final SourceFile file;
  private final Shared shared;
  private final List<LoadProblem> problems;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final int shift;
  private final int documentEnd;
  private final ParserImpl parser;

  // The value just read, and where.
  private @Nullable Object value;
  private int start;
  private int end;
  private boolean mergeKey;

  // How many of the fields around the value just read are handed on as they are.
  private int handedOn;

  private TreeBuilder(SourceFile file, Piece piece, Shared shared, List<LoadProblem> out) {
    this.file = file;
    this.shared = shared;
    this.problems = out;
    this.shift = piece.offset();
    String text = file.text();
    boolean whole = piece.from() == 0 && piece.to() == text.length();
    String part = whole ? text : text.substring(piece.from(), piece.to());
    this.documentEnd = shift + part.codePointCount(0, part.length());
    this.parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, new StringReader(part)));
  }

  /** What the documents of one file share while they are read. */
  static final class Shared {
    private final Map<String, String> keys;
    private final boolean actions;
    private int copies;

    /**
     * The state of a file about to be read.
     *
     * @param keys known keys, so that each is one string in memory; added to
     * @param actions whether the file has template actions at all
     */
    Shared(SourceFile file, Map<String, String> keys, boolean actions) {
      this.keys = keys;
      this.actions = actions;
      // An alias bomb grows out of nothing. Real manifests stay far below this; go-yaml's bound for
      // one document is about 400,000.
      this.copies = 200_000 + file.length() / 4;
    }

    /** The one string that stands for a key. */
    String key(String key) {
      String known = keys.get(key);
      if (known == null) {
        known = keys.putIfAbsent(key, key);
      }
      return known == null ? key : known;
    }

    /** Whether aliases may copy one more value. */
    boolean mayCopy() {
      return --copies >= 0;
    }
  }

  /** A document's value; nodes in it have no owner yet. */
  record Root(@Nullable Object value, int start, int end) {}

  private static final class Anchored {
    private @Nullable Object value;
    private String written = "";
    private boolean complete;
  }

  /**
   * Builds one document.
   *
   * @param problems gets duplicate keys
   */
  static Root build(SourceFile file, Piece piece, Shared shared, List<LoadProblem> problems)
      throws SyntaxException {
    TreeBuilder builder = new TreeBuilder(file, piece, shared, problems);
    builder.next(); // stream start
    Event event = builder.next();
    if (event.getEventId() == Event.ID.StreamEnd) {
      return new Root(null, piece.offset(), piece.offset());
    }
    builder.node(builder.next(), 0);
    Root root = new Root(builder.value, builder.start, builder.end);
    builder.next(); // document end
    Event after = builder.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      int at = builder.startOf(after);
      throw new SyntaxException("a second document starts here without a line `---`", at, at);
    }
    return root;
  }

  /**
   * The places of the quoted and block strings of a document, in order, as far as it is YAML. The
   * header of a block string, behind which a comment may stand, is left out.
   */
  static List<Span> strings(SourceFile file, Piece piece) {
    Shared shared = new Shared(file, new HashMap<>(), false);
    TreeBuilder builder = new TreeBuilder(file, piece, shared, new ArrayList<>());
    List<Span> out = new ArrayList<>();
    try {
      Event event = builder.next();
      while (event.getEventId() != Event.ID.StreamEnd) {
        if (event instanceof ScalarEvent scalar && !scalar.isPlain()) {
          int from = builder.startOf(scalar);
          int to = builder.endOf(scalar);
          boolean block = scalar.isLiteral() || scalar.isFolded();
          int header = block ? file.line(from) : 0;
          if (block && header < file.lineCount()) {
            from = Math.min(to, file.lineStart(header + 1));
          }
          out.add(file.span(from, to));
        }
        event = builder.next();
      }
    } catch (SyntaxException e) {
      return out;
    }
    return out;
  }

  private Event next() throws SyntaxException {
    try {
      return parser.next();
    } catch (RuntimeException e) {
      throw SyntaxMessages.explain(e, file, shift);
    }
  }

  private int startOf(Event event) {
    Mark mark = event.getStartMark().orElse(null);
    return mark == null ? shift : shift + mark.getIndex();
  }

  private int endOf(Event event) {
    Mark mark = event.getEndMark().orElse(null);
    return mark == null ? shift : shift + mark.getIndex();
  }

  private void node(Event event, int depth) throws SyntaxException {
    mergeKey = false;
    if (event instanceof AliasEvent alias) {
      alias(alias, depth);
      return;
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep(startOf(event), startOf(event));
    }
    Anchored anchored = null;
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      anchored = new Anchored();
      anchors.put(node.getAnchor().get().getValue(), anchored);
    }
    if (event instanceof ScalarEvent scalar) {
      scalar(scalar);
      if (anchored != null) {
        anchored.written = scalar.getValue();
      }
    } else if (event instanceof MappingStartEvent mapping) {
      mapping(mapping, depth);
    } else if (event instanceof SequenceStartEvent sequence) {
      sequence(sequence, depth);
    } else {
      int at = startOf(event);
      throw new SyntaxException("a value is missing here", at, at);
    }
    if (anchored != null) {
      anchored.value = value;
      anchored.complete = true;
    }
  }

  private void scalar(ScalarEvent scalar) throws SyntaxException {
    start = startOf(scalar);
    end = endOf(scalar);
    String text = scalar.getValue();
    if (shared.actions && handedOn == 0 && Templates.isHelmValue(text)) {
      throw new SyntaxException(
          "this value is filled in by Helm: render the chart first", start, end);
    }
    String tag = scalar.getTag().orElse(null);
    if (tag != null || scalar.getAnchor().isPresent()) {
      start = skipProperties(start, end);
    }
    if (scalar.isLiteral() || scalar.isFolded()) {
      text = withoutMadeUpBreak(text);
      end = trimEnd(start, end);
    }
    if (tag == null) {
      value = scalar.isPlain() ? Scalars.resolve(text) : text;
      mergeKey = scalar.isPlain() && text.equals("<<");
      return;
    }
    mergeKey = text.equals("<<") && tag.equals(Scalars.LONG_TAG + "merge");
    try {
      value = Scalars.resolveTagged(tag, text);
    } catch (Scalars.TagException e) {
      throw SyntaxException.refused(String.valueOf(e.getMessage()), start, end);
    }
  }

  /** A value's place is its text, without the anchor and tag before it. */
  private int skipProperties(int from, int to) {
    String text = file.text();
    int i = file.charIndex(from);
    int last = file.charIndex(to);
    while (i < last && (text.charAt(i) == '&' || text.charAt(i) == '!')) {
      while (i < last && !isBlank(text.charAt(i))) {
        i++;
      }
      while (i < last && isBlank(text.charAt(i))) {
        i++;
      }
    }
    return from + text.codePointCount(file.charIndex(from), i);
  }

  /** The parser ends a block scalar with a line break also where the document ends without one. */
  private String withoutMadeUpBreak(String text) {
    if (end < documentEnd || !text.endsWith("\n")) {
      return text;
    }
    String all = file.text();
    int i = file.charIndex(end);
    while (i > 0 && (all.charAt(i - 1) == ' ' || all.charAt(i - 1) == '\t')) {
      i--;
    }
    boolean lastLineIsBlank = i > 0 && isBlank(all.charAt(i - 1));
    return lastLineIsBlank ? text : text.substring(0, text.length() - 1);
  }

  /** A block scalar's place ends with its last line that holds something. */
  private int trimEnd(int from, int to) {
    String text = file.text();
    int i = file.charIndex(to);
    int first = file.charIndex(from);
    int at = to;
    while (i > first && isBlank(text.charAt(i - 1))) {
      i--;
      at--;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private void alias(AliasEvent alias, int depth) throws SyntaxException {
    int from = startOf(alias);
    int to = endOf(alias);
    String name = alias.getAlias().getValue();
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new SyntaxException(
          "`*"
              + name
              + "` refers to an anchor `&"
              + name
              + "` that this document does not have;"
              + " text that starts with * needs quotes",
          from,
          to);
    }
    if (!anchored.complete) {
      throw new SyntaxException("`*" + name + "` stands inside what it refers to", from, to);
    }
    value = copy(anchored.value, from, to, depth);
    start = from;
    end = to;
  }

  /** A copy of an anchored value, since each node knows its one parent. */
  private @Nullable Object copy(@Nullable Object original, int from, int to, int depth)
      throws SyntaxException {
    if (depth > MAX_DEPTH) {
      throw tooDeep(from, to);
    }
    if (!shared.mayCopy()) {
      throw new SyntaxException(
          "aliases multiply this document beyond any use (an alias bomb)", from, to);
    }
    if (original instanceof MapNode map) {
      @Nullable Object[] values = new Object[map.childCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = copy(map.valueAt(i), from, to, depth + 1);
      }
      return map.withValues(values);
    }
    if (original instanceof ListNode list) {
      @Nullable Object[] items = new Object[list.childCount()];
      for (int i = 0; i < items.length; i++) {
        items[i] = copy(list.valueAt(i), from, to, depth + 1);
      }
      return list.withItems(items);
    }
    return original;
  }

  static SyntaxException tooDeep(int from, int to) {
    return new SyntaxException(
        "this is nested more than " + MAX_DEPTH + " levels deep, which no manifest is", from, to);
  }

  private void sequence(SequenceStartEvent event, int depth) throws SyntaxException {
    int from = startOf(event);
    int to = endOf(event);
    @Nullable Object[] items = new Object[4];
    int[] spans = new int[8];
    int count = 0;
    Event next = next();
    while (!(next instanceof CollectionEndEvent)) {
      node(next, depth + 1);
      if (count == items.length) {
        items = Arrays.copyOf(items, count * 2);
        spans = Arrays.copyOf(spans, count * 4);
      }
      items[count] = value;
      spans[2 * count] = start;
      spans[2 * count + 1] = end;
      count++;
      to = Math.max(to, end);
      next = next();
    }
    if (event.isFlow()) {
      to = endOf(next);
    }
    from = skipProperties(from, to);
    value =
        new ListNode(file, from, to, Arrays.copyOf(items, count), Arrays.copyOf(spans, 2 * count));
    start = from;
    end = to;
    mergeKey = false;
  }

  private void mapping(MappingStartEvent event, int depth) throws SyntaxException {
    int from = startOf(event);
    int to = endOf(event);
    MapEntries entries = new MapEntries();
    Event next = next();
    while (!(next instanceof CollectionEndEvent)) {
      node(next, depth + 1);
      int keyStart = start;
      int keyEnd = end;
      if (mergeKey) {
        node(next(), depth + 1);
        merge(entries, value, start, end);
      } else {
        String key = key(next, keyStart, keyEnd);
        int inside = shared.actions && Templates.isHandedOn(key) ? 1 : 0;
        handedOn += inside;
        node(next(), depth + 1);
        handedOn -= inside;
        int earlier = entries.put(key, keyStart, keyEnd, value, start, end, true);
        if (earlier >= 0) {
          problems.add(LoadProblem.duplicateKey(file, key, earlier, keyStart, keyEnd));
        }
      }
      to = Math.max(to, Math.max(keyEnd, end));
      next = next();
    }
    if (event.isFlow()) {
      to = endOf(next);
    }
    from = skipProperties(from, to);
    value = entries.toNode(file, from, to);
    start = from;
    end = to;
    mergeKey = false;
  }

  private String key(Event event, int keyStart, int keyEnd) throws SyntaxException {
    String written = "";
    if (event instanceof ScalarEvent scalar) {
      written = scalar.getValue();
    } else if (event instanceof AliasEvent alias) {
      Anchored anchored = anchors.get(alias.getAlias().getValue());
      written = anchored == null ? "" : anchored.written;
    }
    String key = Scalars.keyText(value, written);
    if (key == null) {
      throw SyntaxMessages.badKey(file, value, keyStart, keyEnd);
    }
    return shared.key(key);
  }

  private void merge(MapEntries entries, @Nullable Object merged, int from, int to)
      throws SyntaxException {
    if (merged instanceof MapNode map) {
      entries.putAll(map);
      return;
    }
    if (merged instanceof ListNode list) {
      List<MapNode> maps = new ArrayList<>();
      for (int i = 0; i < list.childCount(); i++) {
        if (!(list.valueAt(i) instanceof MapNode map)) {
          throw SyntaxException.refused("the merge key `<<` takes mappings only", from, to);
        }
        maps.add(map);
      }
      // Of several merged mappings the first wins, so it is put last.
      for (int i = maps.size() - 1; i >= 0; i--) {
        entries.putAll(maps.get(i));
      }
      return;
    }
    throw SyntaxException.refused("the merge key `<<` takes a mapping", from, to);
  }
}
