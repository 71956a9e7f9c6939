package meshlint.report;

import java.nio.charset.StandardCharsets;
import meshlint.source.SourceFile;
import meshlint.source.Span;

/** Columns of a place in the units that other formats count in; ours count code points. */
final class Columns {
  private Columns() {}

  /** Where the place starts, in UTF-16 code units from 1. */
  static int utf16(Span span) {
    return before(span.file(), span.line(), span.column()).length() + 1;
  }

  /** Where the place ends, exclusive, in UTF-16 code units from 1. */
  static int utf16End(Span span) {
    return before(span.file(), span.endLine(), span.endColumn()).length() + 1;
  }

  /** Where the place starts, in UTF-8 bytes from 1. */
  static int utf8(Span span) {
    return bytes(before(span.file(), span.line(), span.column())) + 1;
  }

  /** Where the place ends, exclusive, in UTF-8 bytes from 1. */
  static int utf8End(Span span) {
    return bytes(before(span.file(), span.endLine(), span.endColumn())) + 1;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String before(SourceFile file, int line, int column) {
    String text = file.lineText(line);
    int codePoints = Math.min(column - 1, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, codePoints));
  }
}
