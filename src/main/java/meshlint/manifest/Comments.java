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
    List<Comment> found = new ArrayList<>();
    List<Piece> pieces = Piece.split(text);
    int done = 0;
    for (Piece piece : pieces) {
      // Between documents, and before a byte order mark, there is nothing but comments.
      scan(file, done, piece.from(), List.of(), marker, found);
      String part = text.substring(piece.from(), piece.to());
      if (part.contains(marker)) {
        scan(file, piece.from(), piece.to(), TreeBuilder.strings(file, piece), marker, found);
      }
      done = piece.to();
    }
    scan(file, done, text.length(), List.of(), marker, found);
    return List.copyOf(found);
  }

  /** Scans a stretch of text, given as char indexes, that holds these strings. */
  private static void scan(
      SourceFile file, int from, int to, List<Span> strings, String marker, List<Comment> out) {
    String text = file.text();
    int offset = -1;
    int counted = from;
    int nextString = 0;
    int i = text.indexOf('#', from);
    while (i >= 0 && i < to) {
      offset = offset < 0 ? offsetOf(file, i) : offset + text.codePointCount(counted, i);
      counted = i;
      while (nextString < strings.size() && strings.get(nextString).end() <= offset) {
        nextString++;
      }
      boolean inString = nextString < strings.size() && strings.get(nextString).start() <= offset;
      boolean starts = i == 0 || " \t\n\r\uFEFF".indexOf(text.charAt(i - 1)) >= 0;
      if (inString || !starts) {
        i = text.indexOf('#', i + 1);
        continue;
      }
      int end = i;
      while (end < to && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      String comment = text.substring(i, end).stripTrailing();
      if (comment.contains(marker)) {
        int length = comment.codePointCount(0, comment.length());
        int start = i;
        while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
          start--;
        }
        boolean ownLine = start == 0 || "\n\r\uFEFF".indexOf(text.charAt(start - 1)) >= 0;
        out.add(
            new Comment(file.span(offset, offset + length), comment.substring(1).strip(), ownLine));
      }
      i = text.indexOf('#', end);
    }
  }

  private static int offsetOf(SourceFile file, int index) {
    return file.text().codePointCount(0, index);
  }
}
