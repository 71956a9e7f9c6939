package meshlint.source;

/**
 * A stretch of a source file, from {@code start} (inclusive) to {@code end} (exclusive).
 *
 * @param file the file it lies in
 * @param start offset of its first code point
 * @param end offset behind its last code point; not before {@code start}
 */
public record Span(SourceFile file, int start, int end) implements Comparable<Span> {
  /** Refuses a span that ends before it starts. */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span: " + start + ".." + end + " in " + file);
    }
  }

  /** The line on which it starts, from 1. */
  public int line() {
    return file.line(start);
  }

  /** The column at which it starts, in code points from 1. */
  public int column() {
    return file.column(start);
  }

  /** The line on which it ends, from 1. */
  public int endLine() {
    return file.line(end);
  }

  /** The column behind its last code point, from 1. */
  public int endColumn() {
    return file.column(end);
  }

  /** The text it covers. */
  public String text() {
    return file.slice(start, end);
  }

  /** Orders by file path, then by position. */
  @Override
  public int compareTo(Span other) {
    int byFile = file.path().compareTo(other.file.path());
    if (byFile != 0) {
      return byFile;
    }
    return start != other.start
        ? Integer.compare(start, other.start)
        : Integer.compare(end, other.end);
  }

  /** {@code file:line:column}, as editors and terminals link it. */
  @Override
  public String toString() {
    return file.path() + ":" + line() + ":" + column();
  }
}
