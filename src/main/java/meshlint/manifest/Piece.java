package meshlint.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one YAML document in a file. A line that starts with {@code ---} or {@code ...} is a
 * document marker wherever it stands, also inside a quoted or block scalar (YAML 1.2.2, 9.1.2), so
 * files can be cut without parsing, and a broken document leaves its neighbours alone.
 *
 * @param from char index in the file of the first char to parse
 * @param to char index behind the last
 * @param offset {@code from} counted in code points
 * @param helmSource what Helm's {@code # Source:} comment above the content names
 */
record Piece(int from, int to, int offset, @Nullable String helmSource) {
  private static final char BOM = '\uFEFF';
  private static final String HELM = "# Source: ";

  /** Cuts a text into its documents; those without content are left out. */
  static List<Piece> split(String text) {
    List<Piece> pieces = new ArrayList<>();
    Cutter cutter = new Cutter(text, pieces);
    int line = 0;
    while (line < text.length()) {
      line = cutter.line(line);
    }
    cutter.close(text.length());
    return pieces;
  }

  private static final class Cutter {
    private final String text;
    private final List<Piece> out;
    private int from;
    private int counted;
    private int countedOffset;
    private boolean marker;
    private boolean directive;
    private boolean content;
    private @Nullable String helmSource;

    Cutter(String text, List<Piece> out) {
      this.text = text;
      this.out = out;
    }

    /** Reads the line that starts at a char index; gives the start of the next. */
    int line(int start) {
      int end = lineEnd(start);
      int next = afterBreak(end);
      int first = text.charAt(start) == BOM ? start + 1 : start;
      if (isMarker(first, end, '-')) {
        if (marker || content) {
          close(start);
        }
        marker = true;
        if (first > start) {
          from = first;
        }
        content = hasContent(first + 3, end);
      } else if (isMarker(first, end, '.')) {
        close(start);
        from = next;
      } else if (!content) {
        before(start, first, end);
      }
      return next;
    }

    /** A line before the document's content: comments, directives, perhaps its first content. */
    private void before(int start, int first, int end) {
      if (text.startsWith(HELM, first)) {
        helmSource = text.substring(first + HELM.length(), end).strip();
      } else if (!marker && first < end && text.charAt(first) == '%') {
        directive = true;
      } else if (hasContent(first, end)) {
        content = true;
        if (first > start && !directive) {
          // A byte order mark may start any document; the parser would take it for text.
          from = first;
        }
      }
    }

    void close(int to) {
      if (content) {
        countedOffset += text.codePointCount(counted, from);
        counted = from;
        out.add(new Piece(from, to, countedOffset, helmSource));
      }
      from = to;
      marker = false;
      directive = false;
      content = false;
      helmSource = null;
    }

    private boolean hasContent(int from, int to) {
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        if (c != ' ' && c != '\t') {
          return c != '#';
        }
      }
      return false;
    }

    private boolean isMarker(int at, int end, char c) {
      return at + 3 <= end
          && text.charAt(at) == c
          && text.charAt(at + 1) == c
          && text.charAt(at + 2) == c
          && (at + 3 == end || text.charAt(at + 3) == ' ' || text.charAt(at + 3) == '\t');
    }

    private int lineEnd(int start) {
      int i = start;
      while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        i++;
      }
      return i;
    }

    private int afterBreak(int end) {
      boolean crlf =
          end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
      return Math.min(text.length(), end + (crlf ? 2 : 1));
    }
  }
}
