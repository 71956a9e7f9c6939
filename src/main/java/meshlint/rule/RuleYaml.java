package meshlint.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The YAML of a rule file as it stands in the file: scalars keep their text, and every character of
 * one knows its place, so that an error inside an expression can be shown where it is.
 */
final class RuleYaml {
  private RuleYaml() {}

  /** A value with its place. */
  sealed interface Value {
    /** Its text in the file. */
    Span span();
  }

  /** A scalar; its text is not resolved to a number or boolean. */
  static final class Scalar implements Value {
    private final Span span;
    private final String text;
    private final ScalarStyle style;
    private int @Nullable [] offsets;

    Scalar(Span span, String text, ScalarStyle style) {
      this.span = span;
      this.text = text;
      this.style = style;
    }

    @Override
    public Span span() {
      return span;
    }

    String text() {
      return text;
    }

    /** Whether it is written without quotes, so that {@code true} is a boolean. */
    boolean plain() {
      return style == ScalarStyle.PLAIN;
    }

    /** The place of some characters of {@link #text()}, by index. */
    Span at(int from, int to) {
      int[] known = offsets;
      if (known == null) {
        known = align();
        offsets = known;
      }
      int start = known[Math.min(Math.max(from, 0), text.length())];
      int end = known[Math.min(Math.max(to, 0), text.length())];
      return new Span(span.file(), start, Math.max(start, end));
    }

    /**
     * For each character of the value its offset in the file. All characters but spaces stand there
     * as they are, or as escapes; between them only spaces, line breaks and indentation can differ.
     */
    private int[] align() {
      String raw = span.text();
      int[] out = new int[text.length() + 1];
      int r = start(raw);
      boolean doubleQuoted = style == ScalarStyle.DOUBLE_QUOTED;
      boolean singleQuoted = style == ScalarStyle.SINGLE_QUOTED;
      int counted = 0;
      int offset = span.start();
      int last = offset;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean space = c == ' ' || c == '\n';
        while (r < raw.length() && !space && isSpace(raw.charAt(r))) {
          r++;
        }
        while (doubleQuoted && raw.startsWith("\\\n", r)) {
          r += 2;
          while (r < raw.length() && isSpace(raw.charAt(r))) {
            r++;
          }
        }
        offset += raw.codePointCount(Math.min(counted, raw.length()), Math.min(r, raw.length()));
        counted = Math.min(r, raw.length());
        out[i] = offset;
        last = offset;
        if (r >= raw.length()) {
          continue;
        }
        if (doubleQuoted && raw.charAt(r) == '\\') {
          r += escapeLength(raw, r);
        } else if (singleQuoted && raw.startsWith("''", r)) {
          r += 2;
        } else if (!space || isSpace(raw.charAt(r))) {
          r++;
        }
      }
      out[text.length()] = text.isEmpty() ? span.start() : last + 1;
      return out;
    }

    private int start(String raw) {
      return switch (style) {
        case SINGLE_QUOTED, DOUBLE_QUOTED -> 1;
        case LITERAL, FOLDED -> Math.max(0, raw.indexOf('\n') + 1);
        default -> 0;
      };
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static int escapeLength(String raw, int at) {
      char kind = at + 1 < raw.length() ? raw.charAt(at + 1) : ' ';
      return switch (kind) {
        case 'x' -> 4;
        case 'u' -> 6;
        case 'U' -> 10;
        default -> 2;
      };
    }
  }

  /** A list. */
  record Items(Span span, List<Value> values) implements Value {}

  /** A mapping; its entries by key. */
  record Fields(Span span, Map<String, Field> fields) implements Value {
    @Nullable Value get(String key) {
      Field field = fields.get(key);
      return field == null ? null : field.value;
    }
  }

  /** An entry of a mapping. */
  record Field(Scalar key, Value value) {}

  /** An error in the text, at its place. */
  static final class YamlException extends RuntimeException {
    private final transient Span span;

    YamlException(Span span, String message) {
      super(message, null, false, false);
      this.span = span;
    }

    Span span() {
      return span;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The one document of a file.
   *
   * @throws YamlException at the first place that cannot be read
   */
  static Value read(SourceFile file) {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).setBufferSize(1024).build();
    Deque<Open> open = new ArrayDeque<>();
    Value root = null;
    try {
      Iterator<Event> events = new Parse(settings).parseString(file.text()).iterator();
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof AliasEvent) {
          throw new YamlException(
              span(file, event), "YAML reads this * as an alias; put the expression in quotes");
        }
        Value done = null;
        switch (event.getEventId()) {
          case DocumentStart -> {
            if (root != null) {
              throw new YamlException(span(file, event), "a rule file holds one document");
            }
          }
          case MappingStart, SequenceStart -> {
            boolean list = event.getEventId() == Event.ID.SequenceStart;
            refuseTag(file, (NodeEvent) event);
            open.push(new Open(list, index(event.getStartMark())));
            if (open.size() > 50) {
              throw new YamlException(span(file, event), "nested too deeply");
            }
          }
          case MappingEnd, SequenceEnd -> {
            Open closed = open.pop();
            Span span = file.span(closed.start, Math.max(closed.start, closed.end));
            done =
                closed.list
                    ? new Items(span, List.copyOf(closed.items))
                    : new Fields(span, closed.fields);
          }
          case Scalar -> done = scalar(file, (ScalarEvent) event);
          default -> {}
        }
        if (done != null) {
          Open parent = open.peek();
          if (parent == null) {
            root = done;
          } else {
            parent.add(done);
          }
        }
      }
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().map(RuleYaml::index).orElse(0);
      throw new YamlException(file.span(at, at), reason(e.getProblem().trim()));
    } catch (YamlEngineException e) {
      throw new YamlException(file.span(0, 0), String.valueOf(e.getMessage()));
    }
    if (root == null) {
      throw new YamlException(file.span(0, 0), "the file is empty");
    }
    return root;
  }

  /** What YAML's parser says, and what the author of an expression probably did. */
  private static String reason(String problem) {
    String quote = ": put the whole value in quotes, or in a block below `|`";
    if (problem.startsWith("mapping values are not allowed")) {
      return "YAML takes a colon before a space for the end of a key" + quote;
    }
    if (problem.startsWith("expected <block end>")) {
      return "YAML has ended the value before this, at a closing quote or bracket" + quote;
    }
    if (problem.startsWith("expected ',' or")) {
      return "YAML takes commas, braces and brackets inside { } and [ ] for its own" + quote;
    }
    if (problem.contains("(TAB)")) {
      return "YAML is indented with spaces, not tabs";
    }
    return problem;
  }

  private static Scalar scalar(SourceFile file, ScalarEvent event) {
    // A tag such as in `expression: !ready` would swallow the word that the author meant.
    refuseTag(file, event);
    return new Scalar(span(file, event), event.getValue(), event.getScalarStyle());
  }

  private static void refuseTag(SourceFile file, NodeEvent event) {
    boolean tagged =
        event instanceof ScalarEvent scalar
            ? scalar.getTag().isPresent()
            : event instanceof org.snakeyaml.engine.v2.events.CollectionStartEvent collection
                && collection.getTag().isPresent();
    if (tagged) {
      throw new YamlException(
          span(file, event), "YAML reads this ! as a tag; put the expression in quotes");
    }
    if (event.getAnchor().isPresent()) {
      throw new YamlException(
          span(file, event), "YAML reads this & as an anchor; put the expression in quotes");
    }
  }

  private static int index(Mark mark) {
    return mark.getIndex();
  }

  private static int index(java.util.Optional<Mark> mark) {
    return mark.map(Mark::getIndex).orElse(0);
  }

  private static Span span(SourceFile file, Event event) {
    int start = index(event.getStartMark());
    return file.span(start, Math.max(start, index(event.getEndMark())));
  }

  /** A list or mapping that is being read. */
  private static final class Open {
    final boolean list;
    final int start;
    final List<Value> items = new ArrayList<>();
    final Map<String, Field> fields = new LinkedHashMap<>();
    @Nullable Scalar key;
    int end;

    Open(boolean list, int start) {
      this.list = list;
      this.start = start;
    }

    void add(Value value) {
      end = value.span().end();
      Scalar waiting = key;
      if (list) {
        items.add(value);
      } else if (waiting == null) {
        if (!(value instanceof Scalar scalar)) {
          throw new YamlException(value.span(), "a key must be a word");
        }
        if (fields.containsKey(scalar.text())) {
          throw new YamlException(value.span(), "the key " + scalar.text() + " stands here twice");
        }
        key = scalar;
      } else {
        fields.put(waiting.text(), new Field(waiting, value));
        key = null;
      }
    }
  }
}
