package meshlint.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text into the same tree as YAML, an order of magnitude faster; kubectl too reads what
 * starts with a brace as JSON. Several values may follow each other.
 */
final class JsonReader {
  private final SourceFile file;
  private final String text;
  private final int to;
  private final TreeBuilder.Shared shared;
  private final List<LoadProblem> problems;
  private int i;
  // Surrogate pairs before i, counted from the start of the file: offsets count code points.
  private int pairs;

  private JsonReader(
      SourceFile file,
      Piece piece,
      int from,
      TreeBuilder.Shared shared,
      List<LoadProblem> problems) {
    this.file = file;
    this.text = file.text();
    this.to = piece.to();
    this.shared = shared;
    this.problems = problems;
    this.i = from;
    this.pairs = from - piece.offset() - text.codePointCount(piece.from(), from);
  }

  /** Whether a document might be JSON: whether it starts with a brace or bracket. */
  static boolean mayRead(String text, Piece piece) {
    int i = start(text, piece);
    return i < piece.to() && (text.charAt(i) == '{' || text.charAt(i) == '[');
  }

  private static int start(String text, Piece piece) {
    int i = piece.from();
    if (text.startsWith("---", i)) {
      i += 3;
    }
    while (i < piece.to() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /**
   * Reads all values of a document.
   *
   * @throws SyntaxException where the text is no JSON; it may still be YAML
   */
  static List<TreeBuilder.Root> read(
      SourceFile file, Piece piece, TreeBuilder.Shared shared, List<LoadProblem> problems)
      throws SyntaxException {
    int from = start(file.text(), piece);
    JsonReader reader = new JsonReader(file, piece, from, shared, problems);
    List<TreeBuilder.Root> roots = new ArrayList<>();
    while (reader.i < reader.to) {
      int start = reader.offset();
      Object value = reader.value(0);
      roots.add(new TreeBuilder.Root(value, start, reader.offset()));
      reader.space();
    }
    return roots;
  }

  private int offset() {
    return i - pairs;
  }

  private @Nullable Object value(int depth) throws SyntaxException {
    if (depth > TreeBuilder.MAX_DEPTH) {
      throw TreeBuilder.tooDeep(offset(), offset());
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private MapNode object(int depth) throws SyntaxException {
    int start = offset();
    i++;
    MapEntries entries = new MapEntries();
    space();
    if (peek() == '}') {
      i++;
      return entries.toNode(file, start, offset());
    }
    while (true) {
      int keyStart = offset();
      if (peek() != '"') {
        throw expected("a key in double quotes");
      }
      String key = string();
      int keyEnd = offset();
      space();
      take(':');
      space();
      int valueStart = offset();
      Object value = value(depth + 1);
      int earlier =
          entries.put(shared.key(key), keyStart, keyEnd, value, valueStart, offset(), true);
      if (earlier >= 0) {
        problems.add(LoadProblem.duplicateKey(file, key, earlier, keyStart, keyEnd));
      }
      space();
      if (peek() == '}') {
        i++;
        return entries.toNode(file, start, offset());
      }
      take(',');
      space();
    }
  }

  private ListNode array(int depth) throws SyntaxException {
    int start = offset();
    i++;
    @Nullable Object[] items = new Object[4];
    int[] spans = new int[8];
    int count = 0;
    space();
    while (peek() != ']') {
      if (count > 0) {
        take(',');
        space();
      }
      if (count == items.length) {
        items = Arrays.copyOf(items, count * 2);
        spans = Arrays.copyOf(spans, count * 4);
      }
      spans[2 * count] = offset();
      items[count] = value(depth + 1);
      spans[2 * count + 1] = offset();
      count++;
      space();
    }
    i++;
    return new ListNode(
        file, start, offset(), Arrays.copyOf(items, count), Arrays.copyOf(spans, 2 * count));
  }

  private String string() throws SyntaxException {
    int from = ++i;
    while (i < to) {
      char c = text.charAt(i);
      if (c == '"') {
        return text.substring(from, i++);
      }
      if (c == '\\') {
        return escaped(from);
      }
      step(c);
    }
    throw expected("the closing quote of this string");
  }

  private String escaped(int from) throws SyntaxException {
    StringBuilder out =
        new StringBuilder(text.length() < from + 64 ? 16 : 64).append(text, from, i);
    while (i < to) {
      char c = text.charAt(i);
      if (c == '"') {
        i++;
        return out.toString();
      }
      if (c == '\\') {
        i++;
        out.append(escape());
      } else {
        out.append(c);
        step(c);
      }
    }
    throw expected("the closing quote of this string");
  }

  /** Moves over one char inside a string. */
  private void step(char c) throws SyntaxException {
    if (c < ' ') {
      throw expected("an escape such as \\n instead of a line break or control character");
    }
    if (Character.isLowSurrogate(c)) {
      pairs++;
    }
    i++;
  }

  private char escape() throws SyntaxException {
    char c = peek();
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0 && c != 0) {
      i++;
      return "\"\\/\b\f\n\r\t".charAt(simple);
    }
    if (c == 'u' && i + 5 <= to) {
      int code = 0;
      for (int k = 1; k <= 4; k++) {
        int digit = Character.digit(text.charAt(i + k), 16);
        code = digit < 0 ? Integer.MIN_VALUE : code * 16 + digit;
      }
      if (code >= 0) {
        i += 5;
        return (char) code;
      }
    }
    throw expected("an escape that JSON knows");
  }

  private @Nullable Object word(String word, @Nullable Object value) throws SyntaxException {
    if (!text.startsWith(word, i) || i + word.length() > to) {
      throw expected("a value");
    }
    i += word.length();
    return value;
  }

  private Object number() throws SyntaxException {
    int from = i;
    if (peek() == '-') {
      i++;
    }
    boolean leadingZero = peek() == '0';
    int whole = digits();
    boolean fraction = false;
    if (whole == 0 || (leadingZero && whole > 1)) {
      throw expected("a value");
    }
    if (peek() == '.') {
      fraction = true;
      i++;
      if (digits() == 0) {
        throw expected("a digit");
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      fraction = true;
      i++;
      if (peek() == '+' || peek() == '-') {
        i++;
      }
      if (digits() == 0) {
        throw expected("a digit");
      }
    }
    String written = text.substring(from, i);
    if (!fraction && written.length() <= 18) {
      return Long.parseLong(written);
    }
    Object resolved = Scalars.resolve(written);
    return resolved instanceof Number ? resolved : Scalars.number(Double.parseDouble(written));
  }

  private int digits() {
    int from = i;
    while (i < to && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }

  private char peek() {
    return i < to ? text.charAt(i) : 0;
  }

  private void take(char c) throws SyntaxException {
    if (peek() != c) {
      throw expected("`" + c + "`");
    }
    i++;
  }

  private void space() {
    while (i < to && isSpace(text.charAt(i))) {
      i++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private SyntaxException expected(String what) {
    int at = Math.min(offset(), file.length());
    return new SyntaxException("this is no JSON: " + what + " is missing here", at, at);
  }
}
