package meshlint.source;

import java.util.Arrays;

/**
 * One input file: its name as people see it, and its decoded text.
 *
 * <p>Offsets into the text count Unicode code points from 0, with a byte order mark already
 * removed; lines and columns count from 1. A line ends at {@code \n}, {@code \r\n} or a lone {@code
 * \r}.
 */
public final class SourceFile {
  private static final int CHECKPOINT = 1024;

  private final String path;
  private final String root;
  private final String text;
  private final int length;
  private int[] lineStarts = new int[0];
  private int[] checkpoints = new int[0];

  /**
   * A file with this display path (relative to the working directory, forward slashes; {@code
   * <stdin>} for standard input) and this text.
   */
  public SourceFile(String path, String text) {
    this(path, path, text);
  }

  /**
   * A file that was found through a command-line argument.
   *
   * @param path its display path
   * @param root the display path of the argument: the file itself or a folder above it
   * @param text its text, without a byte order mark
   */
  public SourceFile(String path, String root, String text) {
    this.path = path;
    this.root = root;
    this.text = text;
    this.length = text.codePointCount(0, text.length());
  }

  /** The display path. */
  public String path() {
    return path;
  }

  /** The display path of the command-line argument through which the file was found. */
  public String root() {
    return root;
  }

  /** How many code points the text has: the offset of its end. */
  public int length() {
    return length;
  }

  /** The whole text, without a byte order mark. */
  public String text() {
    return text;
  }

  /** The line of an offset, from 1. Offsets behind the end count as on the last line. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset in code points, from 1. */
  public int column(int offset) {
    return offset - lineStarts()[line(offset) - 1] + 1;
  }

  /** How many lines the file has; an empty file has one. */
  public int lineCount() {
    return lineStarts().length;
  }

  /** The offset at which a line (from 1) starts. */
  public int lineStart(int line) {
    return lineStarts()[line - 1];
  }

  /** The text of a line (from 1) without its line break. */
  public String lineText(int line) {
    int[] starts = lineStarts();
    int from = charIndex(starts[line - 1]);
    int to = line < starts.length ? charIndex(starts[line]) : text.length();
    while (to > from && (text.charAt(to - 1) == '\n' || text.charAt(to - 1) == '\r')) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The text between two offsets. */
  public String slice(int start, int end) {
    return text.substring(charIndex(start), charIndex(end));
  }

  /** The span between two offsets. */
  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  /** Turns an offset in code points into an index into {@link #text()}. */
  public int charIndex(int offset) {
    if (length == text.length()) {
      return Math.min(offset, length);
    }
    if (offset >= length) {
      return text.length();
    }
    int[] known = checkpoints();
    int near = offset / CHECKPOINT;
    return text.offsetByCodePoints(known[near], offset - near * CHECKPOINT);
  }

  /** Char indexes of every 1024th code point, so that a large file with emoji is not re-counted. */
  private int[] checkpoints() {
    int[] known = checkpoints;
    if (known.length == 0) {
      known = new int[length / CHECKPOINT + 1];
      for (int i = 1; i < known.length; i++) {
        known[i] = text.offsetByCodePoints(known[i - 1], CHECKPOINT);
      }
      checkpoints = known;
    }
    return known;
  }

  private int[] lineStarts() {
    int[] known = lineStarts;
    if (known.length == 0) {
      int[] starts = new int[64];
      int count = 1;
      int offset = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1))) {
          continue;
        }
        offset++;
        boolean crBeforeLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
        if (c == '\n' || (c == '\r' && !crBeforeLf)) {
          if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
          }
          starts[count++] = offset;
        }
      }
      known = Arrays.copyOf(starts, count);
      lineStarts = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return path;
  }
}
