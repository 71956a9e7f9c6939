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
  private final String path;
  private final String text;
  private final boolean allBmp;
  private int[] lineStarts = new int[0];

  /**
   * A file with this display path (relative to the working directory, forward slashes; {@code
   * <stdin>} for standard input) and this text.
   */
  public SourceFile(String path, String text) {
    this.path = path;
    this.text = text;
    this.allBmp = text.codePointCount(0, text.length()) == text.length();
  }

  /** The display path. */
  public String path() {
    return path;
  }

  /** The whole text, without a byte order mark. */
  public String text() {
    return text;
  }

  /** The line of an offset, from 1. Offsets behind the end count as the end. */
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
    if (allBmp) {
      return Math.min(offset, text.length());
    }
    return text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length())));
  }

  private int[] lineStarts() {
    if (lineStarts.length == 0) {
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
      lineStarts = Arrays.copyOf(starts, count);
    }
    return lineStarts;
  }

  @Override
  public String toString() {
    return path;
  }
}
