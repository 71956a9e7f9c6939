package meshlint.manifest;

import java.util.ArrayList;
import java.util.List;
import meshlint.source.SourceFile;
import meshlint.source.Span;

/** The comments of a file: what stands behind a {@code #} that no string holds. */
public final class Comments {
  private Comments() {}

  /**
   * A comment.
   *
   * @param span from its {@code #} to the end of the line
   * @param text without {@code #} and the spaces around
   * @param ownLine whether nothing else stands on the line
   */
  public record Comment(Span span, String text, boolean ownLine) {
    /** The line it stands on, from 1. */
    public int line() {
      return span.line();
    }
  }

  /**
   * The comments that contain a marker, from top to bottom. A file without the marker costs one
   * search; otherwise its documents with the marker are parsed once more. In a document that is no
   * YAML, what looks like a comment counts as one.
   *
   * @param marker text such as {@code meshlint:ignore}
   */
  public static List<Comment> find(SourceFile file, String marker) {
    String text = file.text();
    if (!text.contains(marker)) {
      return List.of();
    }
    Scanner scanner = new Scanner(file, marker);
    int done = 0;
    for (Piece piece : Piece.split(text)) {
      // Between documents, and before a byte order mark, there is nothing but comments.
      scanner.scan(done, piece.from(), List.of());
      boolean marked = text.substring(piece.from(), piece.to()).contains(marker);
      scanner.scan(piece.from(), piece.to(), marked ? TreeBuilder.strings(file, piece) : List.of());
      done = piece.to();
    }
    scanner.scan(done, text.length(), List.of());
    return List.copyOf(scanner.found);
  }

  /** Goes through a text once, from top to bottom. */
  private static final class Scanner {
    private final SourceFile file;
    private final String text;
    private final String marker;
    private final List<Comment> found = new ArrayList<>();
    private int counted;
    private int countedOffset;

    Scanner(SourceFile file, String marker) {
      this.file = file;
      this.text = file.text();
      this.marker = marker;
    }

    /** Scans a stretch of text, given as char indexes, that holds these strings. */
    void scan(int from, int to, List<Span> strings) {
      int nextString = 0;
      int i = hash(from, to);
      while (i < to) {
        int offset = offset(i);
        while (nextString < strings.size() && strings.get(nextString).end() <= offset) {
          nextString++;
        }
        boolean inString = nextString < strings.size() && strings.get(nextString).start() <= offset;
        int end = i + 1;
        if (!inString && (i == 0 || " \t\n\r\uFEFF".indexOf(text.charAt(i - 1)) >= 0)) {
          end = lineEnd(i, to);
          take(text.substring(i, end).stripTrailing(), i, offset);
        }
        i = hash(end, to);
      }
    }

    private void take(String comment, int index, int offset) {
      if (!comment.contains(marker)) {
        return;
      }
      int before = index;
      while (before > 0 && (text.charAt(before - 1) == ' ' || text.charAt(before - 1) == '\t')) {
        before--;
      }
      boolean ownLine = before == 0 || "\n\r\uFEFF".indexOf(text.charAt(before - 1)) >= 0;
      Span span = file.span(offset, offset + comment.codePointCount(0, comment.length()));
      found.add(new Comment(span, comment.substring(1).strip(), ownLine));
    }

    private int hash(int from, int to) {
      int i = from;
      while (i < to && text.charAt(i) != '#') {
        i++;
      }
      return i;
    }

    private int lineEnd(int from, int to) {
      int i = from;
      while (i < to && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        i++;
      }
      return i;
    }

    private int offset(int index) {
      countedOffset += text.codePointCount(counted, index);
      counted = index;
      return countedOffset;
    }
  }
}
