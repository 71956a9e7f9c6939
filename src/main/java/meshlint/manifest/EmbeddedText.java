package meshlint.manifest;

import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Text that is the value of a string field, such as a configuration file in a ConfigMap, and where
 * each of its characters stands in the manifest. Works for every YAML style: plain, quoted, literal
 * ({@code |}) and folded ({@code >}).
 *
 * <p>Indexes are those of {@link #text()}, in Java chars. Blanks and line breaks that YAML folds,
 * trims or adds have no exact place; they count as standing beside the word before them.
 */
public final class EmbeddedText {
  private final Node parent;
  private final Object key;
  private final String text;
  private final Span value;
  private int[] starts = new int[0];
  private int[] ends = new int[0];
  private boolean aligned;

  private EmbeddedText(Node parent, Object key, String text, Span value) {
    this.parent = parent;
    this.key = key;
    this.text = text;
    this.value = value;
  }

  /**
   * The text of a child.
   *
   * @param key a {@link String} of a mapping or an {@link Integer} index of a list
   * @return null where there is no such child or it is no string
   */
  public static @Nullable EmbeddedText of(Node parent, Object key) {
    int i = -1;
    if (parent instanceof MapNode map) {
      i = map.indexOf(key);
    } else if (key instanceof Integer index && index >= 0 && index < parent.childCount()) {
      i = index;
    }
    return i >= 0 && parent.valueAt(i) instanceof String text
        ? new EmbeddedText(parent, key, text, parent.valueSpanAt(i))
        : null;
  }

  /** The text, as the field's value. */
  public String text() {
    return text;
  }

  /** The node that holds the field. */
  public Node parent() {
    return parent;
  }

  /** The place of the whole field. */
  public Place place() {
    return parent.placeOf(key);
  }

  /** The file in which it stands. */
  public SourceFile file() {
    return value.file();
  }

  /** The place of the text between two indexes; its path is that of the field. */
  public Place place(int from, int to) {
    return new Place(parent.object(), parent.path().child(key), span(from, to));
  }

  /**
   * Where the text between two indexes stands in the file; the whole value where the file shows
   * other characters than the text has (an alias, say).
   */
  public Span span(int from, int to) {
    align();
    if (starts.length == 0) {
      return value;
    }
    int start = offset(from);
    return new Span(file(), start, to > from ? Math.max(start, ends[to - 1]) : start);
  }

  /**
   * The offset in the file, in code points, of the character at an index; of the end of the text
   * for its length.
   */
  public int offset(int index) {
    align();
    if (starts.length == 0) {
      return value.start();
    }
    return index < starts.length ? starts[index] : ends[starts.length - 1];
  }

  /** The text. */
  @Override
  public String toString() {
    return text;
  }

  /** Fills the tables on first use; they stay empty where file and text do not agree. */
  private void align() {
    if (aligned) {
      return;
    }
    aligned = true;
    if (text.isEmpty()) {
      return;
    }
    String source = value.text();
    int[] from = new int[text.length()];
    int[] to = new int[text.length()];
    if (new Alignment(source, text, from, to).run()) {
      toOffsets(source, from);
      toOffsets(source, to);
      starts = from;
      ends = to;
    }
  }

  /** Turns ascending indexes into the source, in chars, into offsets of the file. */
  private void toOffsets(String source, int[] indexes) {
    int at = 0;
    int offset = value.start();
    for (int i = 0; i < indexes.length; i++) {
      int index = indexes[i];
      boolean insidePair =
          index > 0
              && index < source.length()
              && Character.isSurrogatePair(source.charAt(index - 1), source.charAt(index));
      if (index > at && !insidePair) {
        offset += source.codePointCount(at, index);
        at = index;
      }
      indexes[i] = offset;
    }
  }

  /**
   * One walk over a scalar as written and its value. Both hold the same characters in the same
   * order, except for blanks and breaks, escapes, and quotes; so the walk needs no knowledge of
   * indentation, folding or chomping.
   */
  private static final class Alignment {
    private final String source;
    private final String text;
    private final int[] from;
    private final int[] to;
    private int at;
    private int end;
    private char quote;

    Alignment(String source, String text, int[] from, int[] to) {
      this.source = source;
      this.text = text;
      this.from = from;
      this.to = to;
      this.end = source.length();
    }

    /** Whether the two agree to the last character. */
    boolean run() {
      skipProperties();
      if (at >= end) {
        return false;
      }
      char style = source.charAt(at);
      if (style == '|' || style == '>') {
        while (at < end && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
          at++;
        }
      } else if (style == '"' || style == '\'') {
        quote = style;
        at++;
        if (end > at && source.charAt(end - 1) == style) {
          end--;
        }
      }
      for (int i = 0; i < text.length(); i++) {
        char wanted = text.charAt(i);
        boolean found = isBlank(wanted) ? blank(i, wanted) : visible(i, wanted);
        if (!found) {
          return false;
        }
      }
      return true;
    }

    /** Skips an anchor and a tag before the scalar. */
    private void skipProperties() {
      while (at < end && (source.charAt(at) == '&' || source.charAt(at) == '!')) {
        while (at < end && !isBlank(source.charAt(at))) {
          at++;
        }
        while (at < end && isBlank(source.charAt(at))) {
          at++;
        }
      }
    }

    private boolean blank(int i, char wanted) {
      int length = escapeLength();
      if (length > 0) {
        char[] unescaped = unescape(length);
        if (unescaped.length == 1 && unescaped[0] == wanted) {
          set(i, length);
          return true;
        }
        set(i, 0);
        return true;
      }
      boolean raw = at < end && isBlank(source.charAt(at));
      // Of a folded stretch of blanks and breaks the first one stands for the value's blank.
      set(i, raw && (wanted == source.charAt(at) || wanted != '\n') ? 1 : 0);
      return true;
    }

    private boolean visible(int i, char wanted) {
      while (at < end) {
        int length = escapeLength();
        if (length > 0) {
          char[] unescaped = unescape(length);
          if (unescaped.length > 0 && unescaped[0] == wanted) {
            set(i, length);
            if (unescaped.length == 2) {
              // The second half of a surrogate pair comes next; it stands at the same escape.
              at -= length;
            }
            return true;
          }
          if (unescaped.length == 2 && unescaped[1] == wanted) {
            set(i, length);
            return true;
          }
          if (unescaped.length > 0 && !isBlank(unescaped[0])) {
            return false;
          }
          at += length;
        } else if (isBlank(source.charAt(at))) {
          at++;
        } else if (source.charAt(at) == wanted) {
          boolean doubled = quote == '\'' && wanted == '\'' && source.startsWith("''", at);
          set(i, doubled ? 2 : 1);
          return true;
        } else {
          return false;
        }
      }
      return false;
    }

    private void set(int i, int length) {
      from[i] = at;
      at += length;
      to[i] = at;
    }

    /** The length of the escape here; 0 where there is none. */
    private int escapeLength() {
      if (quote != '"' || at + 1 >= end || source.charAt(at) != '\\') {
        return 0;
      }
      int length =
          switch (source.charAt(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
          };
      // JSON writes what lies outside the basic plane as two escapes.
      if (length == 6 && source.startsWith("\\u", at + 6) && at + 12 <= end) {
        int first = hex(at + 2, at + 6);
        if (Character.isHighSurrogate((char) first)) {
          return 12;
        }
      }
      return Math.min(length, end - at);
    }

    /** What an escape of this length stands for; empty for a line continuation. */
    private char[] unescape(int length) {
      char c = source.charAt(at + 1);
      if (c == 'x' || c == 'U' || (c == 'u' && length == 6)) {
        int code = hex(at + 2, at + length);
        return Character.isValidCodePoint(code) ? Character.toChars(code) : new char[0];
      }
      if (c == 'u') {
        return new char[] {(char) hex(at + 2, at + 6), (char) hex(at + 8, at + 12)};
      }
      return switch (c) {
        case '\n', '\r' -> new char[0];
        case '0' -> new char[] {'\0'};
        case 'a' -> new char[] {'\u0007'};
        case 'b' -> new char[] {'\b'};
        case 't', '\t' -> new char[] {'\t'};
        case 'n' -> new char[] {'\n'};
        case 'v' -> new char[] {'\u000B'};
        case 'f' -> new char[] {'\f'};
        case 'r' -> new char[] {'\r'};
        case 'e' -> new char[] {'\u001B'};
        case 'N' -> new char[] {'\u0085'};
        case '_' -> new char[] {'\u00A0'};
        case 'L' -> new char[] {'\u2028'};
        case 'P' -> new char[] {'\u2029'};
        default -> new char[] {c};
      };
    }

    /** The hexadecimal number between two indexes; -1 where there is none. */
    private int hex(int from, int to) {
      int code = 0;
      for (int i = from; i < to; i++) {
        int digit = i < end ? Character.digit(source.charAt(i), 16) : -1;
        if (digit < 0) {
          return -1;
        }
        code = code * 16 + digit;
      }
      return code;
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
  }
}
